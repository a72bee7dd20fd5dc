import type { FastifyPluginAsync } from 'fastify'
import { t } from '../../web/i18n.ts'
import { withQuery } from '../../web/next.ts'
import { pageAddress, pageIn } from '../../web/paging.ts'
import type { Option } from '../../web/views.ts'
import { typed } from '../search/ask.ts'
import { countedSearches } from '../search/counted.ts'
import { pageSize, pagesAtMost, searchHelp, type Found, type Search } from '../search/index.ts'
import type { SearchLinks } from '../search/views.ts'
import { readCategories, type Categories } from '../store/categories.ts'

const path = '/help/search'

/** GET /help/search. */
export const searchPage: FastifyPluginAsync = async app => {
  await app.register(countedSearches)

  app.get(path, { config: { access: 'anyone' } }, async (request, reply) => {
    const search = searchOf(request.query)
    const found = await searchHelp(app, request.person, search)
    if (search.text !== '' && search.page === 1) reply.countSearch(search.text, found.hits.length > 0)
    const view = { search, found, links: linksOf(search, found), categories: optionsOf(await readCategories(app, request.person), search) }
    return request.swapTarget === 'results' ? reply.partial('help/_results', view) : reply.page('help/search', view)
  })
}

/** Reads the state of the page out of its address. What makes no sense is taken as not said. */
function searchOf(query: unknown): Search {
  const said = (query ?? {}) as Record<string, unknown>
  const text = (name: string) => typeof said[name] === 'string' ? typed(said[name]) : ''
  return { text: text('q'), category: text('category') === 'any' ? '' : text('category'), page: Math.min(pageIn(said['page']), pagesAtMost), exactly: text('exactly') === '1' }
}

function addressOf({ text, category, page, exactly }: Search): string {
  return pageAddress(path, page, { q: text, category, exactly: exactly === true ? '1' : '' })
}

function linksOf(search: Search, { hits, total }: Found): SearchLinks {
  const { page, category } = search
  const last = Math.min(Math.ceil(total / pageSize), pagesAtMost)
  return {
    previous: page > 1 ? addressOf({ ...search, page: hits.length === 0 ? 1 : page - 1 }) : undefined,
    next: page < last ? addressOf({ ...search, page: page + 1 }) : undefined,
    exactly: addressOf({ ...search, page: 1, exactly: true }),
    everywhere: category === '' ? undefined : addressOf({ ...search, page: 1, category: '' }),
    ask: withQuery('/tickets/new', { title: search.text }),
  }
}

/** The categories at the top, and the one that was asked for. */
function optionsOf({ tops, bySlug }: Categories, { category }: Search): Option[] {
  const chosen = bySlug.get(category)
  const offered = chosen === undefined || tops.includes(chosen) ? tops : [...tops, chosen]
  return [{ value: 'any', label: t('search.everywhere') }, ...offered.map(({ slug, name }) => ({ value: slug, label: name }))]
}
