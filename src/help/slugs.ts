/** Where an article is read. */
export const articleAddress = (slug: string): string => `/help/articles/${encodeURIComponent(slug)}`

/** Where a question is read, opened, on whichever page it stands; after a vote with what was said. */
export function questionAddress(slug: string, voted?: { state: string; id: string }): string {
  const name = encodeURIComponent(slug)
  return voted === undefined ? `/help/questions?open=${name}#${name}` : `/help/questions?open=${name}&voted=${voted.state}#vote_${voted.id}`
}

/** In signs. */
export const longestSlug = 80
const slug = /^[\p{L}\p{N}\p{M}]+(?:-[\p{L}\p{N}\p{M}]+)*$/u

export const isSlug = (text: string): boolean => [...text.slice(0, 3 * longestSlug)].length <= longestSlug && slug.test(text) && text === text.toLowerCase()

/** Below /help these are pages of our own: no category is called so. */
const reserved = new Set(['articles', 'search', 'questions', 'guide', 'files', 'suggestions'])

export const isReserved = (slug: string): boolean => reserved.has(slug)

/** The part of an address that says what a text is about: its words in small letters, in any script. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/(?<=\p{Script=Latin})\p{M}+/gu, '').normalize('NFKC').toLowerCase()
  const words = plain.replace(/['’]/g, '').match(/[\p{L}\p{N}\p{M}]+/gu)?.join('-') ?? ''
  return [...words].slice(0, longestSlug).join('').replace(/-+$/, '') || 'untitled'
}
