import type { Heading } from '../../db/schema.ts'
import { t } from '../../web/i18n.ts'
import type { Article } from '../store/articles.ts'
import type { Entry, Script } from './views.ts'

/** Fewer need no table. */
const headingsAtLeast = 3
/** In a longer table nobody finds anything: it names the highest headings alone. */
const entriesAtMost = 40
const toLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The two highest levels of the headings; none where there are too few for a table of contents. */
export function contentsOf(headings: Heading[]): Entry[] {
  if (headings.length < headingsAtLeast) return []
  const shown = headings.filter(({ level, text }) => level <= 3 && text !== '')
  const entries: Entry[] = []
  for (const heading of shown) {
    const last = entries.at(-1)
    if (heading.level === 2 || last === undefined) entries.push({ ...heading, subs: [] })
    else if (shown.length <= entriesAtMost) last.subs.push(heading)
  }
  return entries
}

/** What a text in this language says to a browser; a name that is none of a language says nothing. */
export function scriptOf(language: string): Script {
  const lang = /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(language) ? language : ''
  return { lang, dir: toLeft.has(lang.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr' }
}

const signs = 160

/** The summary, or how the article begins. */
export function descriptionOf({ summary, title, beginning }: Pick<Article, 'summary' | 'title' | 'beginning'>): string {
  const text = (summary === '' ? beginning : summary).replace(/\s+/g, ' ').trim()
  const cut = text.length <= signs ? text : `${text.slice(0, signs).replace(/\s+\S*$/, '')}…`
  return cut === '' ? title : cut.toWellFormed()
}

/** Tells staff who else can read this. */
export function staffState({ status, visibility }: Pick<Article, 'status' | 'visibility'>): string {
  return status === 'published' ? t(`help.seen-by-${visibility}`) : t(`help.is-${status}`)
}
