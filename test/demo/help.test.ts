import { readdir } from 'node:fs/promises'
import t from 'tap'
import { importFolder } from '../../src/help/import/index.ts'
import { world } from '../support/world.ts'
import { told } from './told.ts'

t.test('the story has a help centre', async t => {
  const { db, services, as, visitor } = await told(await world(t))
  const articles = await db.selectFrom('kb_articles').selectAll('kb_articles').leftJoin('kb_categories', 'kb_categories.id', 'category_id').select(['parent_id']).execute()
  t.ok(articles.length >= 25, `${articles.length} articles`)
  t.ok(articles.every(({ category_id, summary, html }) => category_id !== null && summary !== '' && !html.startsWith('<p class="as-typed">')))
  t.ok(articles.every(({ created_at, reviewed_on }) => created_at < new Date() && Date.parse(reviewed_on ?? '') < Date.now()), 'nothing lies ahead')
  const count = (wanted: Partial<typeof articles[number]>) => articles.filter(article => Object.entries(wanted).every(([key, value]) => article[key as keyof typeof article] === value)).length
  t.strictSame([count({ visibility: 'customers' }), count({ visibility: 'staff' }), count({ status: 'draft' })], [2, 1, 1])
  t.equal((await db.selectFrom('kb_questions').select('id').where('category_id', 'is not', null).execute()).length, 16)
  t.equal((await db.selectFrom('kb_categories').select('id').where('parent_id', 'is', null).execute()).length, 6, 'it hangs on the categories that are there')
  t.equal((await db.selectFrom('kb_categories').select('id').where('takes_tickets', '=', true).where('parent_id', 'is not', null).execute()).length, 3)

  const grace = await as('grace')
  for (const { slug, status, visibility } of articles) {
    const open = status === 'published' && visibility === 'everyone'
    const page = await visitor.get(`/help/articles/${slug}`)
    t.equal(page.status, open ? 200 : 404, slug)
    const unseen = articles.filter(other => other.visibility !== 'everyone' && open && page.body.includes(`/help/articles/${other.slug}"`))
    t.strictSame(unseen.map(other => other.slug), [], 'leads nobody to what they may not see')
    if (!open) t.equal((await grace.get(`/help/articles/${slug}`)).status, 200, slug)
  }
  const inText = articles.flatMap(({ slug, html }) => [...html.matchAll(/(?:href|src)="(?!\/help\/|#|https:)([^"]*)"/g)].map(([, address]) => `${slug}: ${address}`))
  t.strictSame(inText, [], 'every link leads somewhere')

  const folder = 'src/demo/help'
  const { connection: { db: own }, markdown, storage } = services
  const again = await importFolder({ db: own, markdown, storage }, folder, { name: 'barrow' })
  t.match(again, { created: 0, changed: 0, unchanged: articles.length, questions: { created: 0, changed: 0 } }, 'a second run finds all of it there')
  const pages = (await readdir(folder, { recursive: true })).filter(path => path.endsWith('.md'))
  t.equal(pages.length, articles.length)
})

t.test('readers have been there: the desk sees what to write next, the home page what is asked most', async t => {
  const { db, as, visitor } = await told(await world(t))
  const reports = (await (await as('grace')).get('/desk/help/reports')).$('main').text()
  for (const words of [/gift card/, /Which report is which/, /Which one has the tips\?/, /I forgot my PIN/]) t.match(reports, words)
  const { articles } = await db.selectFrom('help_votes').select(it => it.fn.count<number>('article_id').distinct().as('articles')).executeTakeFirstOrThrow()
  t.equal(articles, 5, 'every text that is voted on is there')
  t.match((await visitor.get('/')).$('main').text(), /What does E27 mean\?/)
  t.match((await visitor.get('/help/articles/last-line-is-cut-off')).$('main').text(), /The setting is under Hardware since 5\.1/, 'and what was corrected')
})
