import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { notFound } from '../../../web/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { isUuid } from '../../../web/submissions.ts'
import type { Option, Select } from '../../../web/views.ts'
import { allCategories, pathsOf, treeOf } from '../categories/index.ts'
import { languageOptions } from './options.ts'
import { addressOf, isNarrowed, readSelection, states, type ArticleSelection } from './selection.ts'
import { showArticle } from './show.ts'
import { findArticle, listArticles, type Article } from './store.ts'

type Id = { Params: { id: string } }
const agent = { config: { access: 'agent' } } as const

export const pages: FastifyPluginAsync = async app => {
  app.get('/articles', agent, async (request, reply) => {
    const selection = readSelection(request.query)
    const list = await listArticles(app.db, selection)
    const view = {
      list, selection,
      narrowed: isNarrowed(selection),
      selects: await selectsFor(app, selection),
      first: selection.after === '' ? undefined : addressOf({ ...selection, after: '' }),
      next: list.next === undefined ? undefined : addressOf({ ...selection, after: list.next }),
    }
    return request.swapTarget === 'article-list' ? reply.partial('desk/help/_article-list', view) : reply.page('desk/help/articles', view)
  })

  app.get<{ Querystring: { title?: unknown; category?: unknown } }>('/articles/new', agent, async ({ query: { title, category } }, reply) => {
    const values = { title: typeof title === 'string' ? title.slice(0, 200) : '', category: typeof category === 'string' ? category : 'none' }
    return showArticle(app, reply, undefined, { form: { values, errors: {} }, version: 0 })
  })

  app.get<Id>('/articles/:id', agent, async ({ params }, reply) => showArticle(app, reply, await articleOr404(app, params.id)))

  // An address that is only posted to leads back.
  app.get<Id>('/articles/:id/changes', agent, async ({ params }, reply) => goTo(reply, `/desk/help/articles/${params.id}`))
}

/** The article of that id, or the page that says there is none. */
export async function articleOr404({ db }: FastifyInstance, id: string): Promise<Article> {
  const article = isUuid(id) ? await findArticle(db, id) : undefined
  if (article === undefined) throw notFound('desk-help.no-such-article')
  return article
}

async function selectsFor({ db }: FastifyInstance, { status, category, language }: ArticleSelection): Promise<Select[]> {
  const any: Option = { value: 'any', label: t('filters.any') }
  const paths = pathsOf(treeOf(await allCategories(db))).map(({ slug, path }) => ({ value: slug, label: path }))
  return [
    { name: 'status', label: t('filters.status'), options: [any, ...states.map(value => ({ value, label: t(`desk-help.state-${value}`) }))], selected: status },
    { name: 'category', label: t('filters.category'), options: [any, { value: 'none', label: t('desk-help.no-category') }, ...paths], selected: category },
    { name: 'language', label: t('desk-help.language'), options: [any, ...languageOptions(language)], selected: language },
  ]
}
