import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // Markup that a person typed is text: it is shown, never obeyed.
    html: ({ text }) => escapeHtml(text),
    // Pictures come as attachments; a foreign address would tell its owner who reads here.
    image: ({ text, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(text === '' ? href : text)}</a>`,
    // The page has its own headings: a message's begin below them.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 3, 6)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
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
  nestingLimit: 50,
  transformTags: { a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow noopener ugc' } }) },
}

/** Markdown to sanitised HTML. May take long or throw on hostile text: run it in the thread. */
export function toSafeHtml(markdown: string): string {
  return sanitizeHtml(marked.parse(markdown, { async: false }), options)
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
