import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { createArticle, renderArticle } from '../../../help/index.ts'
import { signedIn } from '../../../web/access.ts'
import { goTo } from '../../../web/htmx.ts'
import { t, type MessageKey } from '../../../web/i18n.ts'
import { seenFields, seenVersion } from '../../../web/versions.ts'
import { writeOnce, type Written } from '../write-once.ts'
import { checked, type CheckedArticle } from './check.ts'
import { tooLate } from './conflict.ts'
import { articleOr404 } from './pages.ts'
import { receive, type Arrived } from './receive.ts'
import { intents, type Intent } from './rules.ts'
import { showArticle, type Received } from './show.ts'
import { writeOver, type Article } from './store.ts'

type Id = { Params: { id: string } }
const form = { config: { access: 'agent', files: true } } as const

/** POST /desk/help/articles and …/<id>/changes: whatever an editor's buttons want. */
export const actions: FastifyPluginAsync = async app => {
  app.post('/articles', form, async (request, reply) => handle(request, reply, undefined))
  app.post<Id>('/articles/:id/changes', form, async (request, reply) => handle(request, reply, await articleOr404(app, request.params.id)))

  async function handle(request: FastifyRequest, reply: FastifyReply, article: Article | undefined): Promise<FastifyReply> {
    const arrived = await receive(app, request)
    const intent = intents.find(known => known === request.form?.get('intent')) ?? 'save'
    const text = await checked(app, request, intent, article)
    if (intent === 'preview') return preview(reply, article, text, arrived)
    if (intent === 'upload' || arrived.lines.length + arrived.problems.length > 0) return showFiles(reply, article, text, arrived)
    if (!text.ok) return show(reply.code(422), article, text, arrived)

    const { state, result } = await write(request, article, text)
    if (state === 'taken') return show(reply.code(422), article, { ...text, form: { ...text.form, errors: { slug: t('desk-help.slug-just-taken') } } }, arrived)
    // Back, changed, sent again: what was new is there already, and the form becomes one of that.
    if (state === 'changed') return conflict(reply, await articleOr404(app, article?.id ?? result))
    return goTo(reply.toast('done', doneWords(intent, text)), `/desk/help/articles/${result}`)
  }

  async function write(request: FastifyRequest, article: Article | undefined, { text, note }: CheckedArticle): Promise<Written> {
    const { id: authorId } = signedIn(request)
    const rendered = await renderArticle(app, text.content, authorId)
    return writeOnce(app.db, request, async trx => article === undefined
      ? createArticle(trx, text, rendered, { authorId, note })
      : writeOver(trx, article.id, seenVersion(request), text, rendered, { authorId, note }))
  }

  async function preview(reply: FastifyReply, article: Article | undefined, { text, form }: CheckedArticle, arrived: Arrived): Promise<FastifyReply> {
    const { html } = await renderArticle(app, text.content, signedIn(reply.request).id)
    return show(reply, article, { form: { ...form, errors: {} } }, arrived, { preview: html })
  }

  /** The lines of new files are to be put somewhere first. */
  function showFiles(reply: FastifyReply, article: Article | undefined, { form }: CheckedArticle, arrived: Arrived): Promise<FastifyReply> {
    const none = arrived.lines.length + arrived.problems.length === 0
    const problems = none ? [t('desk-help.no-file-chosen')] : arrived.problems
    if (problems.length > 0) reply.code(422)
    else reply.toast('done', 'desk-help.files-added', { count: arrived.lines.length })
    return show(reply, article, { form: { ...form, errors: {} } }, { ...arrived, problems })
  }

  function show(reply: FastifyReply, article: Article | undefined, { form }: Pick<CheckedArticle, 'form'>, arrived: Arrived, more: Partial<Received> = {}): Promise<FastifyReply> {
    return showArticle(app, reply, article, { form, version: seenVersion(reply.request), was: seenFields(reply.request), arrived, ...more })
  }

  async function conflict(reply: FastifyReply, article: Article): Promise<FastifyReply> {
    return showArticle(app, reply.code(409), article, await tooLate(app, reply.request, article))
  }
}

function doneWords(intent: Intent, { text }: CheckedArticle): MessageKey {
  if (intent === 'review') return 'desk-help.done-review'
  if (text.publishAt !== null) return 'desk-help.done-schedule'
  return intent === 'publish' || intent === 'draft' || intent === 'archive' ? `desk-help.done-${intent}` : 'desk-help.done-save'
}
