import t from 'tap'
import { difference } from '../../src/desk/help/versions/difference.ts'
import { shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { change, pages, write } from './writing.ts'

t.test('what changed is said line by line, and word by word', async t => {
  const inWords = (before: string, after: string) => difference(before, after).map(line => line.kind === 'line'
    ? line.pieces.map(({ kind, text }) => kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`).join('')
    : `${line.kind} ${line.count}`)

  t.strictSame(inWords('The quick fox\n', 'The red fox\n'), ['The -quick-+red+ fox'])
  t.strictSame(inWords('a\nb', 'a\nb\n'), [], 'how the last line ends is no change')
  t.strictSame(inWords('', 'New\nand more'), ['+New+', '+and more+'])
  t.strictSame(inWords('Gone', ''), ['-Gone-'])
  t.strictSame(inWords('1\n2\n3\n4\n5\n6\nold\n', '1\n2\n3\n4\n5\n6\nnew\n'), ['same 4', '5', '6', '-old-', '+new+'], 'far lines are counted, and unlike ones stand apart')
  t.strictSame(inWords('مرحبا يا صديقي\n', 'مرحبا يا أصدقاء\n'), ['مرحبا يا -صديقي-+أصدقاء+'])
  const lines = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word} ${Math.sin(at * word.length)}`).join('\n')
  t.match(difference(lines('one'), lines('three')).at(-1), { kind: 'more' }, 'there is an end to it')
})

t.test('an article has its history', async t => {
  const w = await world(t)
  const id = await write(w, { note: 'First edition' })
  await change(w, id, { content: 'Open the right page, then **wait**, calmly.', note: 'The right page' })
  await change(w, id, { language: 'de' })
  await change(w, id, { title: 'A new password' })

  const { $ } = await w.grace.get(`${pages}/${id}/versions`)
  t.strictSame($('.ticket-title').toArray().map(line => $(line).text()), ['Version 4 Current', 'Version 2', 'Version 1'], 'what is not read has no version')
  t.match($('main').text(), /The right page\s*Grace/)

  const second = await w.grace.get(`${pages}/${id}/versions/2`)
  t.equal(second.$('ins').text(), 'added: right ')
  t.equal(second.$('del').length, 0)
  const across = await w.grace.get(`${pages}/${id}/versions/1?with=4`)
  t.match(across.$('h2').first().text(), /from version 1 to version 4/)
  t.match(across.$('del').text(), /removed: Reset your/)
  for (const odd of ['0', '3', 'x', '-1', '99999999999']) t.equal((await w.grace.get(`${pages}/${id}/versions/${odd}`)).status, 404, odd)
  for (const odd of ['?with=x', '?with=77', '?with=1&with=2', '?before=x']) t.equal((await w.grace.get(`${pages}/${id}/versions/2${odd}`)).status, 200, odd)
})

t.test('a former version is restored as a new one', async t => {
  const w = await world(t)
  const id = await write(w, { intent: 'publish' })
  await change(w, id, { content: 'All wrong.', language: 'de' })
  const restoration = `${pages}/${id}/versions/1/restoration`
  const form = shown(await w.grace.get(`${pages}/${id}/versions/1`), `form[action="${restoration}"]`)
  t.equal((await w.grace.post(restoration, form)).location, `${pages}/${id}`)
  await w.grace.post(restoration, form)

  const article = await w.db.selectFrom('kb_articles').selectAll().executeTakeFirstOrThrow()
  t.match(article, { content: 'Open the page, then **wait**, calmly.', language: 'de', status: 'published', version: 3 }, 'its words are what they were, all else stays, and twice is once')
  t.match(article.html, /<strong>wait<\/strong>/)
  t.match(await w.db.selectFrom('article_versions').select(['number', 'note']).orderBy('number').execute(), [{ number: 1 }, { number: 2 }, { number: 3, note: 'Restored version 1' }])

  const late = await w.mona.post(`${pages}/${id}/versions/2/restoration`, { version: '2' })
  t.equal(late.status, 409, 'nothing that somebody just wrote is written over')
  t.match(late.$('.error-summary').text(), /was changed meanwhile/)
  t.equal((await w.ada.post(restoration, form)).status, 403)
  t.equal((await w.ada.get(`${pages}/${id}/versions`)).status, 403)
  t.equal((await w.grace.post(`${pages}/${id}/versions/9/restoration`, form)).status, 404)
})
