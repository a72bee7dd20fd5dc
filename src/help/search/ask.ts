import { straightQuotes } from '../../web/quotes.ts'

/** One thing asked for: any of these texts, each with all its words; or, marked, none of them. */
export interface Clause { texts: string[]; not?: true; phrase?: true }

const longestSearch = 200
export const clausesAtMost = 14
const longestGroup = 3
const part = /(?<not>-?)"(?<phrase>[^"]*)"?|(?<word>\S+)/gu
/** Said around what is asked for, in English; the words that PostgreSQL leaves out itself are not here. */
const asides = new Set(['able', 'anyone', 'anything', 'cannot', 'could', 'get', 'getting', 'hello', 'help', 'hi', 'know', 'let', 'like', 'make', 'may', 'might', 'must', 'need', 'please',
  'possible', 'someone', 'something', 'tell', 'thanks', 'there', 'try', 'trying', 'want', 'wants', 'way', 'ways', 'whether', 'without', 'would', 'supposed', 'see', 'happen', 'happens', 'really', 'still', 'ever', 'one', 'us', 'im', 'whats', 'isnt', 'doesnt', 'dont'])

/** What was typed, fit to be looked for: at most so long, and nothing in it that the database refuses. */
export function typed(text: string): string {
  return [...text.toWellFormed().replaceAll('\0', ' ').replace(/\s+/g, ' ').trim()].slice(0, longestSearch).join('')
}

/** Reads words, "phrases", -words and OR. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = []
  let joined = false
  for (const { groups } of straightQuotes(text).matchAll(part)) {
    if (groups?.['word'] === 'OR' && clauses.length > 0) joined = true
    else {
      const clause = clauseOf(groups ?? {})
      if (clause === undefined) continue
      const last = joined && clause.not === undefined ? clauses.at(-1) : undefined
      if (last === undefined) clauses.push(clause)
      else last.texts.push(...clause.texts)
      joined = false
    }
  }
  return clauses.slice(0, clausesAtMost)
}

function clauseOf({ not, phrase, word = '' }: Record<string, string | undefined>): Clause | undefined {
  const negative = not === '-' || /^-+[\p{L}\p{N}]/u.test(word)
  const said = plain(phrase ?? word)
  if (said === '') return undefined
  return { texts: [said], ...(negative && { not: true }), ...(phrase !== undefined && { phrase: true }) }
}

/** Its words with nothing but spaces between them, as the articles are indexed. */
export const plain = (text: string): string => text.normalize('NFC').replace(/[^\p{L}\p{N}\p{M}'’]+/gu, ' ').replaceAll('’', '\'').trim()

export const isAsked = ({ not }: Clause): boolean => not === undefined

/** The clauses without what is only said around them, unless that is all. */
export function withoutAsides(clauses: Clause[]): Clause[] {
  const rest = clauses.filter(clause => !isAside(clause))
  return rest.some(isAsked) ? rest : clauses
}

const isAside = ({ texts, phrase, not }: Clause): boolean => phrase === undefined && not === undefined && texts.length === 1 && asides.has((texts[0] ?? '').toLowerCase().replaceAll('\'', ''))

/** For each word or short phrase, in small letters, what means the same. */
export type Synonyms = Map<string, string[]>

export function synonymsOf(groups: string[][]): Synonyms {
  const all = groups.map(group => [...new Set(group.map(text => plain(text).toLowerCase()).filter(text => text !== ''))])
  const map: Synonyms = new Map()
  for (const group of all) for (const text of group) map.set(text, [...new Set([...map.get(text) ?? [], ...group])].filter(other => other !== text))
  return map
}

/** Adds what means the same to each word, and to words that mean something together. What stands in quotes is meant as it stands. */
export function withSynonyms(clauses: Clause[], synonyms: Synonyms): Clause[] {
  if (synonyms.size === 0) return clauses
  const result: Clause[] = []
  for (let at = 0; at < clauses.length;) {
    const group = groupAt(clauses, at, synonyms)
    result.push(group?.clause ?? clauses[at] as Clause)
    at += group?.length ?? 1
  }
  return result
}

function groupAt(clauses: Clause[], at: number, synonyms: Synonyms): { clause: Clause; length: number } | undefined {
  for (let length = longestGroup; length > 0; length--) {
    const group = clauses.slice(at, at + length)
    if (group.length < length || !group.every(clause => clause.phrase === undefined && clause.texts.length === 1 && (isAsked(clause) || length === 1))) continue
    const text = group.map(({ texts: [said = ''] }) => said).join(' ')
    const others = formsOf(text.toLowerCase()).map(form => synonyms.get(form)).find(found => found !== undefined)
    if (others !== undefined) return { clause: { ...group[0], texts: [text, ...others] }, length }
  }
  return undefined
}

/** The word, and what it is where it is a plural. */
const formsOf = (text: string): string[] => [text, text.replace(/s$/, ''), text.replace(/es$/, ''), text.replace(/ies$/, 'y'), `${text}s`]
