import * as cheerio from 'cheerio'
import t from 'tap'
import { createMarkdown, markdownLimit } from '../../src/web/markdown/index.ts'

const bombs = ['1. '.repeat(1_700), '> '.repeat(5_000), `${'a.'.repeat(16_000)}@`, 'a**b'.repeat(16_000), '['.repeat(markdownLimit), '<'.repeat(markdownLimit), '\\'.repeat(markdownLimit), '*a '.repeat(21_000)]
const words = (html: string) => cheerio.load(html).text().replace(/\s+/g, ' ').trim()

t.test('a text that takes too long is shown as it was typed, and the next one is rendered again', async t => {
  const markdown = createMarkdown()
  t.teardown(() => markdown.close())
  for (const bomb of bombs.slice(0, 4)) {
    const html = await markdown.render(bomb, 'ada')
    t.match(html, '<p class="as-typed">')
    t.equal(words(html), bomb.trim(), 'to the last character')
    t.match(await markdown.render('**fine**', 'ada'), '<strong>fine</strong>')
  }
})

t.test('many bombs at once leave nobody waiting for ever', async t => {
  const markdown = createMarkdown()
  t.teardown(() => markdown.close())
  const all = await Promise.all([...bombs, '**fine**'].map(text => markdown.render(text, 'ada')))
  t.equal(all.filter(html => html.length > 0).length, bombs.length + 1)
  t.match(await markdown.render('**fine**', 'ada'), '<strong>fine</strong>')
})

t.test('fifty bombs of one person take nobody else’s formatting away', async t => {
  const markdown = createMarkdown()
  t.teardown(() => markdown.close())
  const hostile = Array.from({ length: 50 }, () => markdown.render('a**b'.repeat(16_000), 'mallory'))
  for (const who of ['ada', 'carl']) t.match(await markdown.render('**fine**', who), '<strong>fine</strong>', who)
  for (const html of await Promise.all(hostile)) t.match(html, '<p class="as-typed">')
})

t.test('a long text of the usual kind is rendered', async t => {
  const markdown = createMarkdown()
  t.teardown(() => markdown.close())
  const letter = '## What happened\n\nI pressed **Save** and got `error 17` from [the page](https://a.example).\n\n- once\n- twice\n\n'
  t.match(await markdown.render(letter.repeat(300), 'ada'), '<h4>What happened</h4>')
})

t.test('a closed renderer starts anew when it is needed', async t => {
  const markdown = createMarkdown()
  t.teardown(() => markdown.close())
  await markdown.close()
  await markdown.render('once', 'ada')
  await markdown.close()
  t.match(await markdown.render('*again*', 'ada'), '<em>again</em>')
})

t.test('what is shown as typed is escaped', async t => {
  const markdown = createMarkdown()
  t.teardown(() => markdown.close())
  const html = await markdown.render(`<script>"x" & 'y'</script>${'> '.repeat(60)}`, 'ada')
  t.notMatch(html, '<script>')
  const typed = `${'> '.repeat(60)}<script>"x" & 'y'</script>`
  t.match(await markdown.render(typed, 'ada'), '&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;')
})
