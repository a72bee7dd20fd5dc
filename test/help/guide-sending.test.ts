import { sql } from 'kysely'
import t from 'tap'
import { sweepGuides } from '../../src/help/index.ts'
import { addCategory, answerSteps, begin, idOf, setFields, untilFiles, words } from '../support/guide.ts'
import { filesOnDisk, problems } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }
const untilCheck = { ...untilFiles, files: {} }

t.test('what a guide sends', async t => {
  const { ada, carl, grace, db, dataDir } = await world(t)
  const tickets = async () => (await db.selectFrom('tickets').select('reference').execute()).length

  await t.test('opens one ticket, however often it is sent', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, untilCheck)
    const places = await Promise.all([1, 2, 3].map(async () => (await ada.post(`${guide}/check`, { intent: 'send' })).location))
    places.push((await ada.post(`${guide}/check`, { intent: 'send' })).location)
    t.strictSame(new Set(places), new Set(['/tickets/1001/sent']))
    t.equal(await tickets(), 1)
    for (const step of ['words', 'files', 'check']) t.equal((await ada.get(`${guide}/${step}`)).location, '/tickets/1001/sent')
    t.equal((await ada.upload(`${guide}/files`, { submission: idOf(guide) }, [log])).location, '/tickets/1001/sent')
    t.equal((await ada.post(`${guide}/words`, words)).location, '/tickets/1001/sent')
    t.equal((await db.selectFrom('attachments').select('id').execute()).length, 0, 'what comes later is not lost in it')
    t.notMatch((await ada.get('/help/guide')).$('main').text(), /You have begun/)
    t.equal((await ada.get('/tickets/1001/sent')).status, 200)
    t.equal((await carl.get('/tickets/1001/sent')).status, 404)
  })

  await t.test('has the finer category, which is found under the coarser one', async t => {
    await addCategory(db, 'lamps', 'problem')
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'problem' }, exactly: { exactly: 'lamps' }, words: { ...words, title: 'Fine lamp' }, priority: { priority: 'low' }, files: {} })
    const { location = '' } = await ada.post(`${guide}/check`, { intent: 'send' })
    const reference = location.split('/')[2] ?? ''
    t.match((await ada.get('/tickets?category=problem')).$('#ticket-list').text(), /Fine lamp/)
    t.match((await grace.get('/desk?category=lamps')).$('#ticket-list').text(), /Fine lamp/)
    t.notMatch((await ada.get('/tickets?category=orders')).$('#ticket-list').text(), /Fine lamp/)
    t.equal((await grace.get(`/desk/tickets/${reference}`)).$('[name=category]').val(), 'lamps')
  })

  await t.test('takes files that stay when others are refused, and that can be taken away', async t => {
    const guide = await begin(carl)
    await answerSteps(carl, guide, { about: { about: 'other' }, words, priority: { priority: 'low' } })
    const refused = await carl.upload(`${guide}/files`, { submission: idOf(guide), more: 'Still here' }, [log, { name: 'bad.exe', content: 'MZ\u0090' }])
    t.equal(refused.status, 422)
    t.match(problems(refused)['files'], /bad\.exe/)
    t.equal(refused.$('#more').val(), 'Still here')
    t.match(refused.$('.received').text(), /error\.log/)
    t.equal((await carl.upload(`${guide}/files`, { submission: idOf(guide), more: 'x'.repeat(10_001) }, [])).status, 422)
    const swapped = await carl.upload(`${guide}/files`, { submission: idOf(guide), more: 'x'.repeat(10_001) }, [], { 'hx-request': 'true', 'hx-request-type': 'partial', 'hx-target': 'div#guide-files' })
    t.match(swapped.body.trimStart(), /^<div id="guide-files">/)
    const drop = String(refused.$('[name=drop]').val())
    t.equal((await carl.upload(`${guide}/files`, { submission: idOf(guide), drop, more: '' }, [{ ...log, name: 'better.log' }])).location, `${guide}/check`)
    t.match((await carl.get(`${guide}/check`)).$('.review').text(), /better\.log/)
    t.equal((await carl.get('/tickets')).$('.drafts').length, 0, 'it is no draft of the other form')
  })

  await t.test('is looked at again where an answer changed meanwhile', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { ...untilCheck, about: { about: 'question' } })
    const before = await tickets()
    await setFields(db, 'question', [{ key: 'new', label: 'A new question?', kind: 'text', required: true, hint: '', options: [] }])
    t.equal((await ada.post(`${guide}/check`, { intent: 'send' })).location, `${guide}/details-1`, 'what staff began to ask is asked first')
    t.equal(await tickets(), before)
  })

  await t.test('waits for its author where the session ended', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'other' } })
    const proof = await ada.proof()
    const { session = '' } = ada.cookies
    delete ada.cookies['session']
    const { location = '' } = await ada.post(`${guide}/words`, { ...proof, title: 'Written too long', description: 'A whole hour.' })
    t.match(location, /^\/sign-in\?next=%2Fsign-in%2Fkept/)
    ada.cookies['session'] = session
    const kept = await ada.get(new URLSearchParams(location.split('?')[1]).get('next') ?? '')
    t.match(kept.body, /A whole hour/)
    t.equal(kept.$('main form').first().attr('action'), `${guide}/words`)
  })

  await t.test('is forgotten when nobody comes back, with its files', async t => {
    const guide = await begin(carl)
    await answerSteps(carl, guide, { about: { about: 'other' }, words, priority: { priority: 'low' } })
    await carl.upload(`${guide}/files`, { submission: idOf(guide) }, [{ ...log, content: 'only here' }])
    const days = async (count: number) => {
      await sql`update guides set updated_at = now() - make_interval(days => ${count}) where id = ${idOf(guide)}`.execute(db)
      await sql`update drafts set updated_at = now() - make_interval(days => ${count}) where id = ${idOf(guide)}`.execute(db)
      await sweepGuides(db)
      return (await carl.get(`${guide}/files`)).status
    }
    t.equal(await days(29), 200)
    t.equal((await carl.get(`${guide}/files`)).$('.received').length, 1)
    t.equal(await days(31), 404)
    t.equal((await db.selectFrom('drafts').select('id').where('id', '=', idOf(guide)).execute()).length, 0)
    t.ok((await filesOnDisk(dataDir)).length > 0, 'bytes go with the sweep of files')
  })
})

t.test('a visitor’s guide is forgotten after a week', async t => {
  const { visitor, db } = await world(t)
  const guide = await begin(visitor)
  const after = async (days: number) => {
    await sql`update guides set updated_at = now() - make_interval(days => ${days})`.execute(db)
    await sweepGuides(db)
    return (await visitor.get(`${guide}/about`)).status
  }
  t.equal(await after(6), 200)
  t.equal(await after(8), 404)
})
