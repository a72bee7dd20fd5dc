import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { handOut } from '../../attachments/index.ts'
import { checkConfirm, type ConfirmForm } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound, tooMany } from '../../web/errors.ts'
import { blank, type FieldErrors } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { spokenLanguage, t } from '../../web/i18n.ts'
import { isUuid } from '../../web/submissions.ts'
import { countTry } from '../../web/throttle.ts'
import { passwordProblem } from '../security/confirm.ts'
import { askArchive, findArchive, findArchiveFile } from './archives.ts'
import { daysToThink } from './deletion/store.ts'
import { provenLinks } from './link.ts'

const customer = { config: { access: 'customer' } } as const
const here = '/account/data'
const aDay = { tries: 3, seconds: 86_400 }

/** /account/data: a copy of all that is somebody's, and the way out. Whoever finds a session open gets nothing without the password. */
export const dataPage: FastifyPluginAsync<{ secret: string }> = async (app, { secret }) => {
  const { linkTo, isProven } = provenLinks(secret)

  app.get('/data', customer, async (_request, reply) => show(reply))

  app.post('/data/archives', customer, async (request, reply) => {
    const last = await findArchive(app.db, signedIn(request).id)
    if (last?.state === 'waiting') return goTo(reply.toast('done', 'data.asked'), here)
    const form = checkConfirm(request.form)
    if (!form.ok) return show(reply.code(422), form.errors)
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return show(reply.code(422), { password: wrong })
    if (request.form?.get('intent') === 'download') return goTo(reply, last?.state === 'ready' ? linkTo(last.id, signedIn(request)) : here)

    await ask(request)
    return goTo(reply.toast('done', 'data.asked'), here)
  })

  // An address that is only posted to leads back.
  app.get('/data/archives', customer, async (_request, reply) => goTo(reply, here))

  app.get<{ Params: { id: string }; Querystring: { key?: unknown } }>('/data/archives/:id', customer, async (request, reply) => {
    const person = signedIn(request)
    const { id } = request.params
    const archive = isUuid(id) ? await findArchiveFile(app.db, person.id, id) : undefined
    if (archive === undefined) throw notFound()
    if (!isProven(id, person, String(request.query.key))) return goTo(reply, here)
    // Who goes on with a download that broke off has been noted before.
    if (request.method === 'GET' && request.headers.range === undefined) reply.raw.once('finish', () => {
      recordActivity(app.db, person, 'data:downloaded').catch((error: unknown) => request.log.warn({ err: error }, 'a download was not recorded'))
    })
    return handOut(reply, app.storage, { ...archive, name: t('data.file-name', { day: archive.ready_at.toISOString().slice(0, 10) }), media_type: 'application/zip' }, 'no-store')
  })

  async function ask(request: FastifyRequest): Promise<void> {
    const person = signedIn(request)
    const wait = await countTry(app.db, `archive:${person.id}`, aDay)
    if (wait > 0) throw tooMany(wait)
    await app.db.transaction().execute(async trx => {
      const archiveId = await askArchive(trx, person.id, spokenLanguage())
      if (archiveId === undefined) return
      await app.queue.enqueue(trx, 'make-archive', { archiveId })
      await recordActivity(trx, person, 'data:asked')
    })
  }

  async function show(reply: FastifyReply, errors: FieldErrors<ConfirmForm> = blank.errors): Promise<FastifyReply> {
    const { id, leaving } = signedIn(reply.request)
    return reply.page('account/data', { form: { values: {}, errors }, archive: await findArchive(app.db, id), leaving: leaving ?? undefined, days: daysToThink })
  }
}
