import t from 'tap'
import { isSlug, slugOf } from '../../src/help/slugs.ts'
import { freeSlug, rememberSlug } from '../../src/help/store/slugs.ts'
import { world } from '../support/world.ts'

t.test('the slug of a title', async t => {
  const slugs = {
    'Pair your card reader': 'pair-your-card-reader',
    '  It’s “broken”: what now?! ': 'its-broken-what-now',
    'Größe ändern – à la carte': 'große-andern-a-la-carte',
    'كيف أدفع': 'كيف-أدفع',
    '支払い方法': '支払い方法',
    '🎉🎉': 'untitled',
    '': 'untitled',
    '../../etc/passwd': 'etc-passwd',
  }
  for (const [title, slug] of Object.entries(slugs)) {
    t.equal(slugOf(title), slug, title)
    t.ok(isSlug(slug), slug)
  }
  t.equal(slugOf('x'.repeat(500)).length, 80)
  t.ok(isSlug(slugOf('𞤀'.repeat(100))), 'in any script')
  for (const wrong of ['', 'Upper', 'two--dashes', '-a', 'a-', 'a b', 'a/b', 'a'.repeat(81), 'a?b']) t.notOk(isSlug(wrong), wrong)
})

t.test('a slug that is taken', async t => {
  const { db } = await world(t)
  const write = (slug: string) => db.insertInto('kb_articles').values({ title: 'x', slug, content: '', status: 'draft' }).returning('id').executeTakeFirstOrThrow()

  t.equal(await freeSlug(db, 'article', 'pairing'), 'pairing')
  const { id } = await write('pairing')
  t.equal(await freeSlug(db, 'article', 'pairing'), 'pairing-2')
  await write('pairing-2')
  t.equal(await freeSlug(db, 'article', 'pairing'), 'pairing-3')
  t.equal(await freeSlug(db, 'article', 'pairing', id), 'pairing', 'its own text keeps it')
  const long = slugOf('x'.repeat(100))
  await write(long)
  const free = await freeSlug(db, 'article', long)
  await write(free)
  t.ok(isSlug(free), 'one with a number behind it is not too long to be saved again')
  t.notOk([long, free].includes(await freeSlug(db, 'article', long)))
  t.equal(await freeSlug(db, 'category', 'pairing'), 'pairing', 'another kind of text has addresses of its own')

  await rememberSlug(db, 'article', id, 'old-name', 'pairing')
  t.equal(await freeSlug(db, 'article', 'old-name'), 'old-name-2', 'a former address leads where it led')
  t.equal(await freeSlug(db, 'article', 'old-name', id), 'old-name', 'but may be taken back')
  await rememberSlug(db, 'article', id, 'pairing', 'old-name')
  t.strictSame((await db.selectFrom('former_slugs').select('slug').execute()).map(({ slug }) => slug), ['pairing'])
})
