import type { Answer } from '../support/client.ts'
import { shown } from '../support/tickets.ts'
import type { Someone, World } from '../support/world.ts'

export const pages = '/desk/help/articles'

/** An article that lacks nothing. */
export const text = {
  title: 'Reset your password', summary: 'How to get a new one.', slug: '', category: 'none', language: 'en', visibility: 'everyone',
  content: 'Open the page, then **wait**, calmly.', note: '', reviewed: '', publish: '',
}

/** Grace writes an article; returns its id. */
export async function write({ grace }: Pick<World, 'grace'>, fields: Record<string, string> = {}): Promise<string> {
  const { location = '' } = await grace.post(pages, { ...text, intent: 'save', ...fields })
  return location.split('/').at(-1) ?? ''
}

export const open = (agent: Someone, id: string): Promise<Answer> => agent.get(`${pages}/${id}`)

/** Grace opens the article as it is, changes something, and saves it. */
export async function change({ grace }: Pick<World, 'grace'>, id: string, fields: Record<string, string>): Promise<Answer> {
  return grace.post(`${pages}/${id}/changes`, { ...shown(await open(grace, id), 'form[name=article]'), intent: 'save', ...fields })
}

/** The writing side's pages about what is there: at least one category, and an article with two versions. */
export async function writingPages({ db }: Pick<World, 'db'>): Promise<string[]> {
  const category = await db.selectFrom('kb_categories').select('id').where('parent_id', 'is not', null).executeTakeFirstOrThrow()
  const { article_id: id } = await db.selectFrom('article_versions').select('article_id').where('number', '=', 2).executeTakeFirstOrThrow()
  const categories = '/desk/help/categories'
  return [
    '/desk/help', categories, `${categories}/new`, `${categories}/${category.id}`,
    pages, `${pages}?q=nothing-has-this`, `${pages}/new`, `${pages}/${id}`, `${pages}/${id}/versions`, `${pages}/${id}/versions/1`, `${pages}/${id}/versions/2`,
  ]
}
