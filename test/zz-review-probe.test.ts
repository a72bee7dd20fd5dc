import t from 'tap'
import { world } from './support/world.ts'
import { article, question } from './help/texts.ts'
import { category, changed } from './help/shelf.ts'
import { begin, idOf, setFields, untilFiles, answerSteps, words } from './support/guide.ts'
import { freeSlug, slugOf } from '../src/help/index.ts'
import { toArticle } from '../src/web/markdown/article.ts'

t.test('probe', async t => {
  const w = await world(t)
  const { app, db, grace, ada, services } = w
  const cat = await category(w, 'Readers')
  const hiddenCat = await category(w, 'Secretcat')
  await article(w, { title: 'Pair a reader', categoryId: cat, content: 'Press the button. '.repeat(100) })
  await article(w, { title: 'Zebrafish reader internals', categoryId: cat, visibility: 'staff', content: 'zebrafish reader password pair' })
  await article(w, { title: 'Customersonly reader', categoryId: hiddenCat, visibility: 'customers', content: 'okapi reader pair' })
  await article(w, { title: 'Draftonly reader', categoryId: hiddenCat, status: 'draft', content: 'quagga reader pair' })
  await question(w, { question: 'How do I pair?', categoryId: hiddenCat, visibility: 'staff' })
  await question(w, { question: 'How do I pay?', categoryId: cat })
  await changed(w)
  const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => app.inject({ method, url, headers: { accept: 'text/html', ...headers } })
  const pages = ['/', '/help', '/help/readers', '/help/articles/pair-a-reader', '/help/questions', '/help/feed.xml', '/sitemap.xml', '/help/search?q=reader+pair', '/help/search?q=zebrafsh', '/help/search?q=okap', '/help/search?q=quaga', '/help/suggestions?title=reader+pair', '/help/secretcat', '/help/articles/customersonly-reader', '/help/articles/zebrafish-reader-internals','/help/search?q=reader&category=secretcat']
  const forbidden = /zebrafish|okapi|quagga|customersonly|draftonly|secretcat|How do I pair/i
  // staff and customers first, poisoning attempt
  for (const p of pages) for (const who of [grace, ada]) await who.get(p)
  for (const order of ['HEAD', 'GET'] as const) for (const p of pages) {
    const h = await get(p, { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'accept-language': 'de' }, order)
    const r = await get(p, { cookie: 'csrf=abcdefghijklmnopqrstuvwx' })
    const body = r.body.replace(/value="[^"]*"/g, '').replace(/https?:[^"<]*/g, '')
    const leak = forbidden.exec(p.includes('?') || r.statusCode === 404 ? r.body.replaceAll(decodeURIComponent(p.split('=')[1] ?? '~~'), '') : r.body)
    console.log(order, p, h.statusCode, r.statusCode, r.body.length, r.headers['cache-control'], /evil/.test(r.body) ? 'EVIL' : '', /_csrf/.test(r.body) ? 'CSRFTOKEN' : '', leak ? `LEAK ${leak[0]}` : '', body.length)
  }
  for (const u of ['http://evil.example/help', '//evil/help', '/help/', '/help//', '/help/articles/%70air-a-reader', '/help/articles/pair-a-reader/', '/help;x=1', '/HELP', '/help#x', '/help/questions#?sort=use', '/help/questions?sort=use&sort=x', '/help/questions?open[]=a', '/help/questions?open=', '/help/readers?page=2', '/help/readers?page=1&page=2', '/help/articles/pair-a-reader%00', '/help/articles/%ff', '/help/questions/%00', '/help/files/x/y', '/help/search?q=%00&page=%00', '/help/search?q=a%ED%A0%80']) {
    const r = await get(u)
    console.log(u, r.statusCode, r.headers['cache-control'], r.headers.location ?? '')
  }
  // freeSlug
  const long = 'a'.repeat(80)
  await article(w, { title: long })
  console.log('freeSlug', (await freeSlug(db, 'article', slugOf(long))).length)
  console.log(toArticle('<h2 id="toasts">x</h2>\n\n<h3 id="vote_1" class="x" onclick="x">y</h3>\n\n<details open ontoggle=alert(1)><summary>s</summary>x</details>\n\n<a name="foo" id="bar" href="#inst">i</a> ![x](javascript:alert(1)) [y](javascript:alert(1)) <img src="/help/files/../../x" onerror=1>', {}).html)
  // guide
  const v = w.browser()
  const g = await begin(v, { category: 'nosuch', title: '<b>' })
  console.log('begin', g)
  const big = 'x'.repeat(900_000)
  console.log('back big', (await v.post(`${g}/about`, { intent: 'back', about: big })).status)
  const row = await db.selectFrom('guides').selectAll().executeTakeFirstOrThrow()
  console.log('stored', JSON.stringify(row.answers).length)
  console.log('carl', (await w.carl.get(g)).status, (await w.carl.get(`${g}/about`)).status, (await w.browser().get(`${g}/about`)).status, (await w.carl.post(`${g}/about`, { about: 'problem' })).status)
  await setFields(db, 'problem', [])
  await answerSteps(v, g, untilFiles)
  console.log('files as visitor', (await v.get(`${g}/files`)).status, (await v.get(`${g}/files`)).location)
  const ag = await begin(ada)
  await answerSteps(ada, ag, { ...untilFiles, files: { more: '' } })
  await db.updateTable('kb_categories').set({ takes_tickets: false }).where('slug', '=', 'problem').execute()
  console.log('closed', (await ada.get(`${ag}/check`)).location, (await ada.post(`${ag}/check`, { intent: 'send' })).location)
  await db.updateTable('kb_categories').set({ takes_tickets: true }).where('slug', '=', 'problem').execute()
  const sends = await Promise.all([1, 2, 3].map(() => ada.post(`${ag}/check`, { intent: 'send' })))
  console.log('parallel', sends.map(s => s.location), (await db.selectFrom('tickets').select('reference').execute()).length)
})
