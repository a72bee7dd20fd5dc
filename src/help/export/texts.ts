import { posix } from 'node:path'
import { stringify } from 'yaml'
import type { Publication, Visibility } from '../../db/schema.ts'
import { linksOf } from '../import/links.ts'
import { splitTitle } from '../import/titles.ts'
import type { Places } from './places.ts'

export interface ExportedArticle {
  id: string
  slug: string
  title: string
  summary: string
  content: string
  language: string
  status: Publication
  visibility: Visibility
  publish_at: Date | null
  published_at: Date | null
  created_at: Date
  reviewed_on: string | null
}

/** An article as a file: what is known of it above, its text below, its links leading to the other files. */
export function articleFile(places: Places, path: string, article: ExportedArticle): string {
  const { title, slug, summary, content, language, status, visibility, publish_at, published_at, created_at, reviewed_on } = article
  const properties = {
    title, slug, ...(summary !== '' && { description: summary }), language, status, visibility,
    date: (published_at ?? created_at).toISOString().replace('T00:00:00.000Z', ''),
    ...(publish_at !== null && { publish_at: publish_at.toISOString() }),
    ...(reviewed_on !== null && { reviewed: reviewed_on }),
  }
  // An import takes a first heading that says the title for the title: then it is given one to take.
  const heading = splitTitle(content, title).text === content ? '' : `# ${title}\n\n`
  return `---\n${stringify(properties)}---\n\n${heading}${relinked(places, path, content)}\n`
}

type Question = { question: string; slug: string; answer: string; category: string | null; status: Publication; visibility: Visibility; language: string }

export function questionsFile(places: Places, questions: Question[]): string {
  return stringify(questions.map(({ category, answer, ...question }) => ({ ...question, ...(category !== null && { category }), answer: relinked(places, 'questions.yaml', answer) })))
}

export function synonymsFile(groups: string[][]): string {
  return stringify(groups)
}

function relinked(places: Places, from: string, text: string): string {
  const pieces: string[] = []
  let at = 0
  for (const { start, end, address } of linksOf(text)) {
    pieces.push(text.slice(at, start), goal(places, from, address))
    at = end
  }
  return [...pieces, text.slice(at)].join('')
}

function goal(places: Places, from: string, address: string): string {
  const [, kind, name = '', rest = ''] = /^\/help\/(?:(articles|files)\/)?([^/?#]+)([^]*)$/.exec(address) ?? []
  const known = kind === 'files' ? places.files.get(name)?.path : kind === 'articles' ? places.pages.get(decoded(name)) : places.categories.get(decoded(name))
  if (known === undefined) return address
  const path = posix.relative(posix.dirname(from), known).split('/').map(part => encodeURIComponent(part).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)).join('/')
  return `${path}${kind === undefined ? '/' : ''}${kind === 'files' ? '' : rest}`
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
