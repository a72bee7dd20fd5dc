import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'
import { deepest, depthOf } from './depth.ts'

const pageLevels = 3
/** Of the heading that was rendered last. */
let level = pageLevels

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // Markup that a person typed is text: it is shown, never obeyed.
    html: ({ text }) => escapeHtml(text),
    // Pictures come as attachments; a foreign address would tell its owner who reads here.
    image: ({ text, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(text === '' ? href : text)}</a>`,
    // The page has its own headings: a message's begin below them, and none is left out on the way down.
    heading({ tokens, depth }) {
      level = Math.min(depth + pageLevels, level + 1, 6)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
    },
    // A corner left empty heads nothing.
    tablecell({ tokens, header }) {
      const name = header && tokens.length > 0 ? 'th' : 'td'
      return `<${name}>${this.parser.parseInline(tokens)}</${name}>\n`
    },
    checkbox: ({ checked }) => checked ? '☑ ' : '☐ ',
  },
})

const options: sanitizeHtml.IOptions = {
  allowedTags: ['h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'em', 'strong', 'del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  allowedAttributes: { a: ['href', 'rel', 'title'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  nestingLimit: deepest,
  transformTags: { a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow noopener ugc' } }) },
}

/** Markdown to sanitised HTML. May take long or throw on hostile text: run it in the thread. */
export function toSafeHtml(markdown: string): string {
  level = pageLevels
  const html = marked.parse(markdown, { async: false })
  if (depthOf(html) > deepest) throw new Error('Nested too deeply to be shown as more than text')
  return sanitizeHtml(html, options)
}

const plainOptions: sanitizeHtml.IOptions = { ...options, allowedAttributes: { ...options.allowedAttributes, p: ['class'] } }
const address = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g

/** Text as it was typed, line for line, to sanitised HTML; its addresses become links. */
export function plainToHtml(text: string): string {
  let [html, at] = ['', 0]
  for (const { 0: found, index } of text.matchAll(address)) {
    html += `${escapeHtml(text.slice(at, index))}<a href="${escapeHtml(found)}">${escapeHtml(found)}</a>`
    at = index + found.length
  }
  return sanitizeHtml(`<p class="as-typed">${html}${escapeHtml(text.slice(at))}</p>`, plainOptions)
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
