import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { notFound } from '../../../web/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { t, type MessageKey } from '../../../web/i18n.ts'
import { allOf } from '../../../web/lists.ts'
import { pageAddress, pageIn } from '../../../web/paging.ts'
import { isUuid } from '../../../web/submissions.ts'
import { seenVersion } from '../../../web/versions.ts'
import { writeOnce } from '../write-once.ts'
import { showSynonyms, type Typed } from './show.ts'
import { addGroup, changeGroup, findGroup, removeGroup, sameGroup } from './store.ts'
import { readWords } from './words.ts'

type Id = { Params: { id: string } }
type Query = { Querystring: Record<string, unknown> }
const agent = { config: { access: 'agent' } } as const
const longest = 2_000

/** /desk/help/synonyms: words that mean the same when somebody searches. */
export const synonyms: FastifyPluginAsync = async app => {
  app.get<Query>('/synonyms', agent, async ({ query }, reply) => showSynonyms(app, reply, pageIn(query['page'])))
  // An address that is only posted to leads back.
  app.get<Id>('/synonyms/:id', agent, async (_request, reply) => goTo(reply, '/desk/help/synonyms'))

  app.post('/synonyms', agent, async (request, reply) => {
    const typed = typedIn(reply)
    const read = await checked(typed, undefined)
    if ('problem' in read) return refuse(reply, 422, { ...typed, problem: read.problem })
    const { state } = await writeOnce(app.db, request, trx => addGroup(trx, read.words))
    return state === 'done' ? finish(reply, 'synonyms.added') : refuse(reply, 409, { ...typed, problem: t('synonyms.sent-before') })
  })

  app.post<Id>('/synonyms/:id', agent, async (request, reply) => {
    const { id } = request.params
    if (!isUuid(id)) throw notFound('synonyms.none-such')
    const typed = { ...typedIn(reply), id }
    return request.form?.get('intent') === 'remove' ? remove(reply, typed) : change(reply, typed)
  })

  async function change(reply: FastifyReply, typed: Typed & { id: string }): Promise<FastifyReply> {
    if (await findGroup(app.db, typed.id) === undefined) return refuse(reply, 409, { ...typed, id: undefined, problem: t('synonyms.gone') })
    const read = await checked(typed, typed.id)
    if ('problem' in read) return refuse(reply, 422, { ...typed, problem: read.problem })
    const { state } = await writeOnce(app.db, reply.request, async trx => {
      await changeGroup(trx, typed.id, seenVersion(reply.request), read.words)
      return typed.id
    })
    return state === 'done' ? finish(reply, 'synonyms.changed') : conflict(reply, typed)
  }

  async function remove(reply: FastifyReply, typed: Typed & { id: string }): Promise<FastifyReply> {
    const { state } = await writeOnce(app.db, reply.request, async trx => {
      await removeGroup(trx, typed.id, seenVersion(reply.request))
      return typed.id
    })
    return state === 'done' ? finish(reply, 'synonyms.removed') : conflict(reply, typed)
  }

  /** Somebody was faster: what was typed stays in the form, beside what is there now. */
  async function conflict(reply: FastifyReply, typed: Typed & { id: string }): Promise<FastifyReply> {
    const now = await findGroup(app.db, typed.id)
    return refuse(reply, 409, now === undefined
      ? { ...typed, id: undefined, problem: t('synonyms.gone') }
      : { ...typed, version: now.version, problem: t('synonyms.conflict', { words: allOf(now.words) }) })
  }

  async function checked({ words: typed }: Typed, id: string | undefined): Promise<ReturnType<typeof readWords>> {
    const read = readWords(typed)
    if ('problem' in read) return read
    return await sameGroup(app.db, read.words, id) === undefined ? read : { problem: t('synonyms.same') }
  }

  function refuse(reply: FastifyReply, code: 409 | 422, typed: Typed): Promise<FastifyReply> {
    return showSynonyms(app, reply.code(code), pageIn(reply.request.form?.get('page')), typed)
  }

  function finish(reply: FastifyReply, key: MessageKey): FastifyReply {
    return goTo(reply.toast('done', key), pageAddress('/desk/help/synonyms', pageIn(reply.request.form?.get('page'))))
  }
}

/** What was typed; without an id it is a new group. */
function typedIn({ request }: FastifyReply): Typed {
  return { id: undefined, words: (request.form?.get('words') ?? '').slice(0, longest), version: seenVersion(request), problem: undefined }
}
