import { randomUUID } from 'node:crypto'
import t from 'tap'
import { picture } from '../support/files.ts'
import { ask, filesOnDisk, problems, question, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }

t.test('a ticket that is not sent yet', async t => {
  const { ada, carl, grace, visitor, db, dataDir } = await world(t)
  const drafts = async () => (await db.selectFrom('drafts').select('id').execute()).map(({ id }) => id)

  await t.test('is saved however little is in it, with its files, and listed', async t => {
    const saved = await ada.upload('/tickets', { title: 'Half a <b>thought</b>', category: 'none', intent: 'draft' }, [log])
    t.equal(saved.status, 303)
    t.equal(saved.location, '/tickets')
    const list = await ada.get('/tickets')
    t.match(list.$('.toast').text(), 'Draft saved')
    t.match(list.$('.drafts').text(), 'Half a <b>thought</b>')
    t.equal((await db.selectFrom('tickets').select('id').execute()).length, 0)
  })

  await t.test('is continued where it was left', async t => {
    const [id = ''] = await drafts()
    const page = await ada.get(`/tickets/new?draft=${id}`)
    t.match(shown(page, '#ticket-form form'), { submission: id, title: 'Half a <b>thought</b>' })
    t.match(page.$('.received').text(), 'error.log')

    await ada.upload('/tickets', { ...shown(page, '#ticket-form form'), title: 'Whole', intent: 'draft' }, [{ ...log, name: 'second.log' }])
    t.strictSame(await drafts(), [id], 'it stays one draft')
    const again = await ada.get(`/tickets/new?draft=${id}`)
    t.match(again.$('.received').text(), /error\.log[\s\S]*second\.log/)
    t.match(shown(again, '#ticket-form form'), { title: 'Whole' })
  })

  await t.test('is nobody else’s to see, change or throw away', async t => {
    const [id = ''] = await drafts()
    for (const other of [carl, grace]) {
      t.equal((await other.get(`/tickets/new?draft=${id}`)).status, 404)
      t.notMatch((await other.get('/tickets')).body, 'Whole')
      await other.post(`/tickets/drafts/${id}/removal`)
      await other.post('/tickets', { ...question, submission: id, title: 'Mine now', intent: 'draft' })
    }
    t.match((await visitor.get(`/tickets/new?draft=${id}`)).location, /^\/sign-in/)
    t.match(shown(await ada.get(`/tickets/new?draft=${id}`), '#ticket-form form'), { title: 'Whole' })
    t.equal((await carl.post('/tickets', { ...question, submission: id })).status, 303)
    t.equal((await db.selectFrom('attachments').select('id').where('draft_id', '=', id).execute()).length, 2, 'sending with its key takes no file along')
  })

  await t.test('is sent with its files, and is gone then', async t => {
    const [id = ''] = await drafts()
    const page = await ada.get(`/tickets/new?draft=${id}`)
    const drop = String(page.$('[name=drop]').first().val())
    const { location = '' } = await ada.post('/tickets', { ...shown(page, '#ticket-form form'), ...question, drop })
    const ticket = await ada.get(location.replace('/sent', ''))
    t.match(ticket.$('.files').text(), 'second.log')
    t.notMatch(ticket.$('.files').text(), 'error.log', 'what was ticked away is gone')
    t.equal((await ada.get(`/tickets/new?draft=${id}`)).status, 404)
    t.equal((await filesOnDisk(dataDir)).length, 1)
  })

  await t.test('is thrown away with its files, also twice', async t => {
    const submission = randomUUID()
    await ada.upload('/tickets', { title: 'Never mind', submission, intent: 'draft' }, [log, { name: 'a.png', content: await picture() }])
    t.equal((await filesOnDisk(dataDir)).length, 4)
    for (const _ of [1, 2]) t.equal((await ada.post(`/tickets/drafts/${submission}/removal`)).location, '/tickets')
    t.equal((await filesOnDisk(dataDir)).length, 1)
    t.notMatch((await ada.get('/tickets')).body, 'Never mind')
  })

  await t.test('with an address that makes no sense is not found', async t => {
    for (const id of ['x', randomUUID(), '%00', "'", randomUUID().toUpperCase()]) {
      t.equal((await ada.get(`/tickets/new?draft=${id}`)).status, 404)
    }
    t.equal((await ada.post('/tickets/drafts/x/removal')).status, 404)
  })
})

t.test('files that came with a refused form', async t => {
  const { ada, db, dataDir } = await world(t)
  const refused = await ada.upload('/tickets', { ...question, title: '' }, [log, { name: 'void.txt', content: '' }])
  t.equal(refused.status, 422)
  t.match(problems(refused), { title: 'Give it a title.', files: /“void.txt” is empty/ })
  t.match(refused.$('.received').text(), 'error.log')

  const again = await ada.upload('/tickets', shown(refused, '#ticket-form form'), [{ ...log, name: 'second.log' }, log])
  t.equal(again.status, 422)
  t.strictSame(again.$('.received bdi').toArray().map(name => again.$(name).text()), ['error.log', 'second.log'], 'stay, with those that come, each once')

  const removed = await ada.post('/tickets', { ...shown(again, '#ticket-form form'), drop: String(again.$('[name=drop]').first().val()) })
  t.strictSame(removed.$('.received bdi').toArray().map(name => removed.$(name).text()), ['second.log'], 'until they are ticked away')
  t.equal((await filesOnDisk(dataDir)).length, 1)

  const { location } = await ada.post('/tickets', { ...shown(removed, '#ticket-form form'), title: 'Now with a title', intent: 'send' })
  t.equal(location, '/tickets/1001/sent')
  t.match((await ada.get('/tickets/1001')).$('.files').text(), 'second.log')
  t.equal((await db.selectFrom('drafts').select('id').execute()).length, 0)
})

t.test('what is not a send keeps what was typed', async t => {
  const { ada, db } = await world(t)
  const preview = await ada.upload('/tickets', { ...question, intent: 'preview' }, [log])
  t.match(preview.$('.received').text(), 'error.log', 'a preview keeps the files that came with it')
  t.match((await ada.get('/tickets')).$('.drafts').text(), question.title)

  await db.insertInto('attempts').values([{ key: `tickets:${ada.id}`, count: 60 }, { key: `replies:${ada.id}`, count: 240 }]).execute()
  const refused = await ada.upload('/tickets', { ...shown(preview, '#ticket-form form'), description: 'One too many', intent: 'send' }, [])
  t.equal(refused.status, 429)
  t.match(refused.response.headers['retry-after'], /^\d+$/)
  t.match(shown(refused, 'main form'), { ...question, description: 'One too many' }, 'too many tickets an hour: the text is given back')

  await db.updateTable('attempts').set({ count: 0 }).execute()
  const { location } = await ada.post('/tickets', shown(refused, 'main form'))
  t.equal(location, '/tickets/1001/sent', 'and goes on its way later')
  t.match((await ada.get('/tickets/1001')).$('.files').text(), 'error.log', 'with its files')

  await db.updateTable('attempts').set({ count: 600 }).execute()
  for (const intent of ['send', 'preview', 'draft']) {
    const full = await ada.upload('/tickets/1001/replies', { text: 'Kept words', intent }, [log])
    t.equal(full.status, 429, intent)
    t.equal(shown(full, 'main form')['text'], 'Kept words')
  }
})

t.test('a reply that is not sent yet', async t => {
  const { ada, carl, grace } = await world(t)
  const reference = await ask(ada)
  const saved = await ada.upload(`/tickets/${reference}/replies`, { text: 'Half a reply', submission: randomUUID(), intent: 'draft' }, [log])
  t.equal(saved.location, `/tickets/${reference}`)

  const page = await ada.get(`/tickets/${reference}`)
  t.match(shown(page, 'form[name=reply]'), { text: 'Half a reply' })
  t.match(page.$('.received').text(), 'error.log')
  t.notMatch(page.$('#conversation').text(), 'Half a reply')
  t.notMatch((await grace.get(`/desk/tickets/${reference}`)).body, 'Half a reply', 'staff see nothing of it')
  t.equal((await carl.post(`/tickets/${reference}/replies`, { text: 'x', intent: 'draft' })).status, 404)

  t.equal((await ada.post(`/tickets/${reference}/replies`, { ...shown(page, 'form[name=reply]'), intent: 'send' })).status, 303)
  const sent = await ada.get(`/tickets/${reference}`)
  t.match(sent.$('#conversation').text(), /Half a reply[\s\S]*error\.log/)
  t.equal(shown(sent, 'form[name=reply]')['text'], '')
})
