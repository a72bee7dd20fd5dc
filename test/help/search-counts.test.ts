import t from 'tap'
import { countable } from '../../src/help/search/counted.ts'
import { swap } from '../support/client.ts'
import { world } from '../support/world.ts'
import { changed } from './shelf.ts'
import { article } from './texts.ts'

t.test('what is searched for is counted', async t => {
  await t.test('in small letters, and never what may say who somebody is', async t => {
    t.equal(countable('  Reset   PASSWORD '), 'reset password')
    for (const words of ['ada@example.com', 'invoice 12345', 'card ١٢٣٤٥', 'x'.repeat(81), ' ']) t.equal(countable(words), undefined, words)
    t.equal(countable('error 4042'), 'error 4042')
  })

  await t.test('with what found nothing, once words stay, and not of staff', async t => {
    const w = await world(t)
    const { visitor, ada, grace, db, app } = w
    await article(w, { title: 'Reset your password' })
    await changed(w)
    await visitor.get('/help/search?q=Password')
    await visitor.get('/help/search?q=password&page=2')
    await visitor.get('/help/search?q=teleporter')
    await visitor.get('/help/search?q=ada@example.com')
    await grace.get('/help/search?q=moat')
    for (const typed of ['p', 'pr', 'printer']) await ada.get(`/help/search?q=${typed}`, swap('results'))
    await app.close()
    const rows = await db.selectFrom('help_counts').select(['kind', 'subject', 'count']).where('kind', 'in', ['searched', 'found nothing']).orderBy('kind').orderBy('subject').execute()
    t.strictSame(rows.map(({ kind, subject, count }) => `${kind}: ${subject} ${count}`), [
      'found nothing: printer 1', 'found nothing: teleporter 1', 'searched: password 1', 'searched: printer 1', 'searched: teleporter 1',
    ])
  })
})
