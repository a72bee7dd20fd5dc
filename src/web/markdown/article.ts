import { Marked, type Tokens } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { filesAddress } from './address.ts'
import { depthOf, deepest } from './depth.ts'

/** Width and height of our own pictures, by address: with them, the page does not jump when they come. */
export type Sizes = Record<string, { width: number; height: number }>
export interface ToArticle {
  html: string
  headings: { level: number; id: string; text: string }[]
  /** The words of headings, and all others: what search looks through. */
  headingsText: string
  bodyText: string
  words: number
}

const lowest = 6

/** An article's Markdown, with the HTML that documentation is full of, to sanitised HTML and what is made of it. May take long or throw on hostile text: run it in the thread. */
export function toArticle(markdown: string, sizes: Sizes): ToArticle {
  const marked = new Marked({ gfm: true })
  const found = new Headings()
  marked.use({ renderer: {
    heading({ tokens: inner, depth }) {
      const { level, id } = found.next(this.parser.parseInline(inner, this.parser.textRenderer), depth)
      return `<h${level} id="${id}">${this.parser.parseInline(inner)}</h${level}>\n`
    },
    table(token: Tokens.Table) {
      const cells = (row: Tokens.TableCell[]) => row.map(cell => this.tablecell(cell)).join('')
      const body = token.rows.map(row => this.tablerow({ text: cells(row) })).join('')
      return `<div class="scroll"><table><thead>${this.tablerow({ text: cells(token.header) })}</thead><tbody>${body}</tbody></table></div>\n`
    },
    tablecell({ tokens: inner, header }) {
      const name = header && inner.length > 0 ? 'th' : 'td'
      return `<${name}>${this.parser.parseInline(inner)}</${name}>\n`
    },
    checkbox: ({ checked }) => checked ? '☑ ' : '☐ ',
  } })
  const rendered = marked.parse(markdown, { async: false })
  if (depthOf(rendered) > deepest) throw new Error('Nested too deeply to be shown as more than text')
  const html = sanitizeHtml(rendered, allowed(sizes))
  const headingsText = found.list.map(({ text }) => text).join('\n')
  const anchors = new Set(found.list.map(({ id }) => id))
  const bodyText = plainText(html.replace(/<h[2-6] id="([^"]*)"[^>]*>.*?<\/h[2-6]>/gs, (heading, id: string) => anchors.has(id) ? ' ' : heading))
  return { html, headings: found.list, headingsText, bodyText, words: countWords(`${headingsText} ${bodyText}`) }
}

/** Gives each heading its level and anchor: the page has the title, so they begin below it, and none is left out on the way down. */
class Headings {
  readonly list: ToArticle['headings'] = []
  readonly #taken = new Map<string, number>()
  /** The depths, as written, of the headings that the next one may lie within. */
  #above: number[] = []

  next(inline: string, depth: number): { level: number; id: string } {
    const text = plainText(inline)
    this.#above = [...this.#above.filter(other => other < depth), depth]
    const heading = { level: Math.min(this.#above.length + 1, lowest), id: this.#anchor(text), text }
    this.list.push(heading)
    return heading
  }

  #anchor(text: string): string {
    const base = anchorOf(text)
    const times = this.#taken.get(base) ?? 0
    this.#taken.set(base, times + 1)
    return times === 0 ? base : `${base}-${times}`
  }
}

/** The anchor of a heading, as GitHub makes it, behind a prefix that keeps it apart from the page's own. */
export function anchorOf(text: string): string {
  return `s-${text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').trim().replace(/\s/g, '-')}`
}

function allowed(sizes: Sizes): sanitizeHtml.IOptions {
  return {
    allowedTags: ['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'code', 'kbd', 'samp', 'var', 'em', 'strong', 'b', 'i', 'u',
      'del', 'ins', 's', 'mark', 'small', 'sub', 'sup', 'abbr', 'q', 'cite', 'a', 'img', 'figure', 'figcaption', 'details', 'summary', 'div', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    allowedAttributes: { a: ['href', 'rel', 'title'], img: ['src', 'alt', 'width', 'height', 'loading'], ol: ['start'], pre: ['tabindex'], th: ['colspan', 'rowspan', 'scope'], td: ['colspan', 'rowspan'], abbr: ['title'], div: ['tabindex'], h2: ['id'], h3: ['id'], h4: ['id'], h5: ['id'], h6: ['id'], '*': ['dir', 'lang'] },
    allowedClasses: { div: ['scroll'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    nestingLimit: deepest,
    transformTags: {
      // Only those that are written as HTML can have another.
      ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map(name => [name, keptApart])),
      a: (tagName, { href = '', ...rest }) => ({ tagName, attribs: { ...rest, href: inPage(href), ...(/^\w+:/.test(href) && { rel: 'noopener' }) } }),
      img: (_tagName, { src = '', alt = '' }) => src.startsWith(filesAddress)
        ? { tagName: 'img', attribs: { src, alt, loading: 'lazy', ...sized(sizes[src]) } }
        : { tagName: 'a', attribs: { href: src, rel: 'noopener' }, text: alt === '' ? src : alt },
      // What is wider than the page scrolls, for the keyboard too.
      pre: tagName => ({ tagName, attribs: { tabindex: '0' } }),
      div: (tagName, attribs) => ({ tagName, attribs: attribs['class'] === 'scroll' ? { class: 'scroll', tabindex: '0' } : {} }),
    },
  }
}

function keptApart(tagName: string, { id, ...attribs }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName, attribs: id === undefined ? attribs : { ...attribs, id: id.startsWith('s-') ? id : `s-${id}` } }
}

/** A link to a heading of the same or another article leads to our anchors. */
function inPage(href: string): string {
  return href.startsWith('#') || href.startsWith('/help/') ? href.replace(/#(?!s-)(?=.)/, '#s-') : href
}

function sized(size: Sizes[string] | undefined): Record<string, string> {
  return size === undefined ? {} : { width: String(size.width), height: String(size.height) }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The words of sanitised HTML. */
function plainText(html: string): string {
  const text = html.replace(/<(?:\/?(?:p|li|td|th|tr|h\d|div|pre|dt|dd|blockquote)|[bh]r)\b[^>]*>/g, '\n').replace(/<[^>]*>/g, '')
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => entities[name] ?? '').replace(/[^\S\n]+/g, ' ').replace(/\s*\n\s*/g, '\n').trim()
}

const wordless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu

/** For the reading time: in scripts without spaces, two signs are about a word. */
function countWords(text: string): number {
  const others = text.replace(wordless, ' ')
  const signs = others === text ? 0 : text.length - text.replace(wordless, '').length
  return others.split(/\s+/).filter(word => word !== '').length + Math.ceil(signs / 2)
}
