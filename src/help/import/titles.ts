import { partsOf, type Part } from './blocks.ts'

const longest = 200

/** A line of text out of whatever somebody wrote in its place. */
export function lineOf(value: unknown, atMost = longest): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const clean = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').toWellFormed().trim()
  const signs = [...clean]
  return signs.length > atMost ? `${signs.slice(0, atMost - 1).join('').trim()}…` : clean
}

/** The first heading in words, and the text without it: the page shows the title above the text. */
export function splitTitle(text: string, known = ''): { title: string; text: string } {
  const parts = partsOf(text)
  const at = parts.findIndex(part => part.level !== undefined || isHtmlHeading(text, part))
  const part = parts[at]
  if (part === undefined) return { title: known, text }
  const title = lineOf(wordsOf(text.slice(part.start, part.end)))
  const leads = part.level === undefined || part.level === 1 || at === 0
  if (title === '' || !leads || (known !== '' && title.toLowerCase() !== known.toLowerCase())) return { title: known === '' ? title : known, text }
  return { title: known === '' ? title : known, text: without(text, part) }
}

/** What stands over a page's own heading. */
export interface Banner { said: string; /** The heading that follows at once. */ next: string; /** There is nothing else that the page can be called. */ sure: boolean; rest: string }

/** A heading in HTML that comes first, where one in Markdown follows at once: it may be the name of the whole site. */
export function bannerOf(text: string): Banner | undefined {
  if (!/<h1\b/i.test(text)) return undefined
  const parts = partsOf(text)
  const at = parts.findIndex(part => part.level !== undefined || isHtmlHeading(text, part))
  const [banner, next] = [parts[at], parts[at + 1]]
  if (banner === undefined || banner.level !== undefined || next?.level === undefined || next.level > 2 || text.slice(banner.end, next.start).trim() !== '') return undefined
  const sure = next.level === 1 && parts.filter(({ level }) => level === 1).length === 1
  const [said = '', title = ''] = [banner, next].map(({ start, end }) => lineOf(wordsOf(text.slice(start, end))).toLowerCase())
  return { said, next: title, sure, rest: without(text, banner) }
}

const different = 3

/** What so many pages say before different headings of their own. */
export function sharedBanners(banners: Banner[]): Set<string> {
  const groups = [...Map.groupBy(banners, ({ said }) => said)]
  return new Set(groups.filter(([, group]) => new Set(group.map(({ next }) => next)).size >= different).map(([said]) => said))
}

const htmlHeading = /^\s*<h1\b[^<>]*>([^]*?)<\/h1>\s*$/i

function isHtmlHeading(text: string, { start, end }: Part): boolean {
  return end - start < 2_000 && htmlHeading.test(text.slice(start, end))
}

function without(text: string, { start, end }: Part): string {
  const lineStart = text.lastIndexOf('\n', start) + 1
  const before = text.slice(0, lineStart)
  return (/^[ \t]*$/.test(text.slice(lineStart, start)) ? before + text.slice(end) : text).replace(/^(?:[ \t]*\n)+/, '')
}

/** The words of a heading's Markdown. */
function wordsOf(written: string): string {
  const heading = written.slice(0, 2_000)
  return (htmlHeading.exec(heading)?.[1] ?? heading)
    .replace(/^[ \t]*#{1,6}(?=\s|$)|\n[ \t]*(?:=+|-+)[ \t]*$|[ \t]+#+[ \t]*$|\s*\{#[\w-]+\}\s*$/g, '')
    .replace(/\[?!\[([^[\]]*)\]\([^()\n]*\)(?:\]\([^()\n]*\))?/g, '$1')
    .replace(/\[([^[\]]*)\](?:\([^()\n]*\)|\[[^[\]]*\])/g, '$1')
    .replace(/<!--[^]*?-->|<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_all, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' })[name] ?? "'")
    .replace(/(\*\*|__|~~)(?=\S)(.*?\S)\1/g, '$2').replace(/(?<![\w*])\*(?=\S)([^*]*\S)\*(?![\w*])/g, '$1')
    .replace(/`+/g, '').replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

/** A name that was made for a disk, made readable: `02-getting_started` is “Getting started”. */
export function readable(name: string): string {
  const words = lineOf(name.replace(/^\d{1,4}[-_. ]+(?=\S)/, '').replace(/[-_\s]+/g, ' '))
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}

/** The number that a name begins with, for the order of folders. */
export function numberOf(name: string): number {
  return Number(/^(\d{1,4})[-_. ]+\S/.exec(name)?.[1] ?? 0)
}
