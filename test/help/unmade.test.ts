import t from 'tap'
import { makeUnmade } from '../../src/help/index.ts'
import { world } from '../support/world.ts'
import { changed } from './shelf.ts'

t.test('articles that were there before the help centre', async t => {
  const w = await world(t)
  const { db, visitor, mona, services: { markdown } } = w
  const row = { slug: 'reset-it', title: 'Reset it', content: '## Before\n\nPress the **zebra** key.', status: 'published' } as const
  const { id } = await db.insertInto('kb_articles').values(row).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('kb_articles').values({ ...row, slug: 'half', title: 'Half written', status: 'draft' }).execute()
  await db.insertInto('kb_articles').values({ ...row, slug: 'empty', title: 'Empty', content: '', status: 'draft' }).execute()

  t.equal(await makeUnmade({ db, markdown }), 2)
  await changed(w)
  const { $ } = await visitor.get('/help/articles/reset-it')
  t.match($('.written').html(), /<strong>zebra<\/strong>/)
  t.match((await visitor.get('/help/search?q=zebra')).$('.hits').text(), /Reset it/)
  t.match((await visitor.get('/help/search?q=zebar')).$('.hits').text(), /Reset it/)
  t.equal((await visitor.get('/help/articles/half')).status, 404, 'a draft stays one')
  t.match((await mona.get(`/desk/help/articles/${id}/versions`)).$('main').text(), /Version 1/)
  t.match(await db.selectFrom('kb_articles').select(['published_at', 'version']).where('id', '=', id).executeTakeFirst(), { published_at: Date, version: 1 })
  t.equal(await makeUnmade({ db, markdown }), 0, 'and only once')
})
