import type { FastifyPluginAsync } from 'fastify'
import { renderArticle } from '../../../help/index.ts'
import { signedIn } from '../../../web/access.ts'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { seenVersion } from '../../../web/versions.ts'
import { articleOr404, writeOver, type Article } from '../articles/index.ts'
import { writeOnce } from '../write-once.ts'
import { showVersion, versionOr404 } from './pages.ts'

type Numbered = { Params: { id: string; number: string } }

/** POST /desk/help/articles/<id>/versions/<number>/restoration: makes a new version that says what that one said. */
export const actions: FastifyPluginAsync = async app => {
  app.post<Numbered>('/articles/:id/versions/:number/restoration', { config: { access: 'agent' } }, async (request, reply) => {
    const article = await articleOr404(app, request.params.id)
    const { version } = await versionOr404(app, article, request.params.number)
    const { id: authorId } = signedIn(request)
    const { title, summary, content, number } = version
    const rendered = await renderArticle(app, content, authorId)
    const { state } = await writeOnce(app.db, request, trx =>
      writeOver(trx, article.id, seenVersion(request), { ...asTextOf(article), title, summary, content }, rendered, { authorId, note: t('desk-help.restored-note', { number }) }))
    if (state !== 'done') return showVersion(app, reply.code(409), await articleOr404(app, article.id), String(number), undefined, t('desk-help.restore-conflict'))
    return goTo(reply.toast('done', 'desk-help.restored', { number }), `/desk/help/articles/${article.id}`)
  })
}

/** All of the article but its words stays as it is. */
const asTextOf = ({ slug, category_id, status, visibility, language, publish_at, reviewed_on }: Article) =>
  ({ slug, categoryId: category_id, status, visibility, language, publishAt: publish_at, reviewedOn: reviewed_on })
