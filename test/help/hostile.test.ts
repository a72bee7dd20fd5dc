import t from 'tap'
import { world } from '../support/world.ts'
import { hostile } from './hostile.ts'
import { article } from './texts.ts'

const forbidden = 'script, style, svg, math, iframe, object, embed, form, input, button, meta, base, link, video, audio, template, noscript, textarea, [style], [srcset], [autofocus], [formaction], [class="unseen"]'

t.test('nothing that an article says is obeyed', async t => {
  const w = await world(t)
  await article(w, { title: '<script>window.harmed = 1</script>', slug: 'hostile', summary: '"><img src=x onerror=window.harmed=1>', content: hostile })
  await article(w, { title: 'A note', slug: 'plain', content: 'Words.' })
  const { $, response } = await w.visitor.get('/help/articles/hostile')
  const written = $('.written')
  t.strictSame(written.find(forbidden).toArray().map(element => $.html(element)), [])
  const attributes = written.find('*').toArray().flatMap(element => 'attribs' in element ? Object.entries(element.attribs) : [])
  t.strictSame(attributes.filter(([name]) => /^(?:on|hx-|data-)/.test(name)), [])
  t.strictSame(attributes.filter(([name, value]) => ['href', 'src'].includes(name) && !/^(?:https?:\/\/|mailto:|#|\/(?!\/)|[\w.-]*$)/.test(value)), [])
  t.strictSame(written.find('img').toArray().filter(image => !String($(image).attr('src')).startsWith('/help/files/')), [], 'pictures are ours alone')
  t.strictSame(written.find('[id]').toArray().map(element => String($(element).attr('id'))).filter(id => !id.startsWith('s-')), [], 'and anchors are kept apart')
  t.match(written.text(), '<%= 7 * 7 %>${7 * 7}{{7 * 7}}')
  t.equal($('main').children().last().find('.written').length, 1, 'it stays in its place')
  t.match(response.headers['content-security-policy'], /script-src 'self'/)
  t.equal($('h1').text(), '<script>window.harmed = 1</script>')

  for (const path of ['/help', '/help/feed.xml', '/sitemap.xml']) t.notMatch((await w.visitor.get(path)).body, /<script>window|<img src=x/, path)
})
