import * as cheerio from 'cheerio'
import t from 'tap'
import { toSafeHtml } from '../../src/web/markdown/render.ts'

const allowed = new Set(['h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'em', 'strong', 'del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'])
const attributes: Record<string, string[]> = { a: ['href', 'rel', 'title'], ol: ['start'] }

/** What a browser would make of the result that it should not. */
function harm(markdown: string): string[] {
  const $ = cheerio.load(toSafeHtml(markdown), null, false)
  return $('*').toArray().flatMap(element => {
    if (!('attribs' in element)) return [element.type]
    const named = Object.keys(element.attribs).filter(name => !attributes[element.tagName]?.includes(name)).map(name => `${element.tagName} ${name}`)
    const href = element.attribs['href']
    const scheme = href !== undefined && !/^(?:https?:|mailto:)/.test(href) && /^[^/?#]*:|^\/\//.test(href.replace(/[\0-\x20]/g, ''))
    return [...allowed.has(element.tagName) ? [] : [element.tagName], ...named, ...scheme ? [`link to ${href}`] : []]
  })
}

t.test('nothing that a person writes is obeyed', async t => {
  const corpus = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', '<iframe srcdoc="<script>alert(1)</script>">',
    '<a href="javascript:alert(1)">x</a>', '<p style="position:fixed">', '<style>*{display:none}</style>', '<base href="//evil.example">',
    '<form action="//evil.example"><input name=password>', '<div hx-get="/sign-out" hx-trigger="load">', '<b data-hx-get="/x" hx-on:click="x">x</b>',
    '<meta http-equiv=refresh content=0>', '<!-- --><script>1</script>', '<![CDATA[<script>1</script>]]>', '<math><mtext><script>1</script>', '<scr<script>ipt>1',
    '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](&#106;avascript:alert(1))', '[x](java&#10;script:alert(1))', '[x](java\tscript:alert(1))',
    '[x](<javascript:alert(1)>)', '[x](\u0001javascript:alert(1))', '[x](data:text/html,<script>1</script>)', '[x](vbscript:x)', '[x](//evil.example)', '[x](\\\\evil.example)',
    '[x](file:///etc/passwd)', '[x](blob:x)', '[x](https://a.example "\\" onclick=alert(1) x=\\"")', '<javascript:alert(1)>', '<https://a.example/"onclick="x>',
    '![x](javascript:alert(1))', '![" onerror="x](x)', '![x](https://evil.example/pixel.png)', '[x]: javascript:alert(1)\n\n[x]',
    '```"><script>1</script>\nx\n```', '~~~ x onload=1\n~~~', '`<script>`', '# <img src=x onerror=x>', '- [ ] <input onfocus=x autofocus>', '|<b onclick=x>|\n|-|\n|<script>|',
    '&lt;script&gt;alert(1)&lt;/script&gt;', '\\<script>', '<%= 7*7 %>', '{{7*7}}', '<a id=toasts name=body>', '<a class="button" target=_top rel=opener href="https://x.example">', 'a\u202Eb<script>',
  ]
  for (const markdown of corpus) t.strictSame(harm(markdown), [], JSON.stringify(markdown))
  t.match(toSafeHtml('<script>alert(1)</script>'), '&lt;script&gt;alert(1)&lt;/script&gt;', 'markup is shown as it was typed')
  t.notMatch(toSafeHtml('![x](https://evil.example/pixel.png)'), '<img', 'no picture is fetched from elsewhere')
})

t.test('what people mean is understood', async t => {
  const html = toSafeHtml('# Title\n\n**bold** *italic* ~~gone~~ `code`\nnext line\n\n1. one\n2. two\n\n> quoted\n\n[link](https://a.example/?a=1&b=2)\n\n|a|\n|-|\n|b|\n\n- [x] done')
  const $ = cheerio.load(html)
  for (const element of ['h4', 'strong', 'em', 'del', 'code', 'br', 'ol > li', 'blockquote', 'table', 'ul > li']) t.ok($(element).length > 0, element)
  t.equal($('a').attr('href'), 'https://a.example/?a=1&b=2')
  t.equal($('a').attr('rel'), 'nofollow noopener ugc')
  t.match($('ul').text(), '☑ done')
  t.match(toSafeHtml('    first line of code'), '<pre>')
  const levels = toSafeHtml('## a\n# b\n#### c\n> ###### d').match(/<h\d/g)
  t.strictSame(levels, ['<h4', '<h4', '<h5', '<h6'], 'headings go down step by step, below those of the page')
})

t.test('what nobody could read is refused, for the caller to show as it was typed', async t => {
  t.doesNotThrow(() => toSafeHtml(`${'> '.repeat(20)}deep`))
  t.throws(() => toSafeHtml(`${'> '.repeat(60)}deeper`))
  t.throws(() => toSafeHtml('1. '.repeat(1_700)))
  t.throws(() => toSafeHtml('> '.repeat(5_000)))
})

t.test('an empty corner of a table is not called a header', async t => {
  const $ = cheerio.load(toSafeHtml('| | Seller |\n|---|---|\n| Prices | no |'))
  t.same($('th').get().map(cell => $(cell).text()), ['Seller'])
  t.equal($('td').length, 3)
})
