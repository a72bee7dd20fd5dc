import * as cheerio from 'cheerio'
import t from 'tap'
import { anchorOf, toArticle } from '../../src/web/markdown/article.ts'

const html = (markdown: string) => toArticle(markdown, {}).html
const $ = (markdown: string) => cheerio.load(html(markdown))
const own = '/help/files/11111111-1111-4111-8111-111111111111/till.png'

t.test('the headings of an article', async t => {
  t.test('begin below the page’s own and leave no level out', async t => {
    const { headings } = toArticle('# One\n\n### Deep\n\n### Deep again\n\n## Back\n\n###### Deepest', {})
    t.strictSame(headings.map(({ level, text }) => [level, text]), [[2, 'One'], [3, 'Deep'], [3, 'Deep again'], [3, 'Back'], [4, 'Deepest']])
  })

  t.test('begin at the same place when the article has none of the highest', async t => {
    t.strictSame(toArticle('### A\n\n### B', {}).headings.map(({ level }) => level), [2, 2])
  })

  t.test('each have an anchor of their own, which links in the text find', async t => {
    const { headings } = toArticle('## Pair it & *go*\n\n## Pair it & go\n\n## مرحبا بكم', {})
    t.strictSame(headings.map(({ id }) => id), ['s-pair-it--go', 's-pair-it--go-1', 's-مرحبا-بكم'])
    t.equal($('[there](#pair-it--go)')('a').attr('href'), '#s-pair-it--go')
    t.equal($('[there](/help/articles/other#part)')('a').attr('href'), '/help/articles/other#s-part')
    t.equal($('[there](#s-part)')('a').attr('href'), '#s-part', 'once is enough')
    t.equal(anchorOf('main'), 's-main', 'never one that the page itself has')
  })

  t.test('that are written as HTML keep their anchors apart, too, and their words are found', async t => {
    const { html, bodyText } = toArticle('<h2 id="toasts">Loud toasts</h2>\n\n<h3 id="s-quiet">Quiet</h3>\n\n## Plain', {})
    t.strictSame(cheerio.load(html)('[id]').toArray().map(({ attribs }) => attribs['id']), ['s-toasts', 's-quiet', 's-plain'])
    t.match(bodyText, /Loud toasts\s+Quiet/)
    t.notMatch(bodyText, /Plain/, 'which is searched as a heading')
  })
})

t.test('the pictures of an article', async t => {
  t.test('are ours, come when they are looked at, and keep their place until then', async t => {
    const rendered = cheerio.load(toArticle(`![The till](${own})`, { [own]: { width: 640, height: 480 } }).html)
    t.strictSame({ ...rendered('img').attr() }, { src: own, alt: 'The till', loading: 'lazy', width: '640', height: '480' })
  })

  t.test('that lie elsewhere are links: to show one would tell its owner who reads', async t => {
    const page = $('![Spy](https://evil.example/x.png) <img src="//evil.example/y.png" onerror="alert(1)">')
    t.equal(page('img').length, 0)
    t.equal(page('a').first().text(), 'Spy')
    t.notMatch(page.html(), /onerror/)
  })
})

t.test('what documentation is full of is kept', async t => {
  const page = $('Press <kbd>Ctrl</kbd>, H<sub>2</sub>O\n\n<details><summary>More</summary>\n\n- [x] done\n- [ ] open\n\n</details>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nrm -rf <dir>\n```')
  t.equal(page('kbd').text(), 'Ctrl')
  t.equal(page('sub').text(), '2')
  t.match(page('details').text(), /More[\s\S]*☑ done[\s\S]*☐ open/)
  t.equal(page('.scroll[tabindex=0] table th').length, 2, 'a wide table scrolls, for the keyboard too')
  t.equal(page('pre[tabindex=0] code').text(), 'rm -rf <dir>\n')
})

t.test('nothing that runs gets through', async t => {
  const hostile = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '<a href="JaVaScRiPt:alert(1)">x</a>', '<svg onload=alert(1)></svg>',
    '<iframe src="https://evil.example"></iframe>', '<form action="/sign-out" method="post"><button>x</button></form>', '<meta http-equiv="refresh" content="0;url=//evil.example">',
    '<style>*{display:none}</style>', '<p style="position:fixed">x</p>', '<div class="toast" id="main">x</div>', '<a href="data:text/html,x">x</a>', '<math><mtext></form><script>x</script></mtext></math>',
    `<img src="${own}" srcset="//evil.example 1x">`, '<input autofocus onfocus=alert(1)>', '<base href="//evil.example">', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', '<details open ontoggle=alert(1)>x</details>',
  ]
  for (const markdown of hostile) {
    const page = $(markdown)
    t.strictSame(page('body').find('script, iframe, form, meta, style, input, base, svg, math, button, [id], [style], [srcset]').toArray(), [], markdown)
    const risky = page('body').find('*').toArray().flatMap(({ attribs }) => Object.entries(attribs)).filter(([name, value]) => name.startsWith('on') || /^\s*(javascript|data):/i.test(value) || (name === 'class' && value !== 'scroll'))
    t.strictSame(risky, [], markdown)
  }
})

t.test('search gets the words and nothing else', async t => {
  const { headingsText, bodyText, words } = toArticle('# Pay &amp; go\n\nUse `a < b` or **c**.\n\n- one\n- two\n\n<!-- not this -->', {})
  t.equal(headingsText, 'Pay & go')
  t.equal(bodyText, 'Use a < b or c.\none\ntwo')
  t.equal(words, 11)
  t.equal(toArticle('你好世界你好世界', {}).words, 4, 'two signs are about a word')
})

t.test('what lies too deep is refused, for the caller to show as it was typed', async t => {
  t.throws(() => toArticle('> '.repeat(200) + 'x', {}), /too deeply/)
})
