import { randomUUID } from 'node:crypto'
import t from 'tap'
import { filesOnDisk, question, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const file = { name: 'error.log', content: 'it broke', type: 'text/plain' }

t.test('a form that is sent twice acts once', async t => {
  const { ada, carl, db, dataDir } = await world(t)
  const rows = async () => ({
    tickets: (await db.selectFrom('tickets').select('id').execute()).length,
    files: (await db.selectFrom('attachments').select('id').execute()).length,
    drafts: (await db.selectFrom('drafts').select('id').execute()).length,
    onDisk: (await filesOnDisk(dataDir)).length,
  })

  await t.test('one after the other', async t => {
    const form = { ...question, submission: randomUUID() }
    const answers = [await ada.post('/tickets', form), await ada.post('/tickets', form)]
    t.strictSame(answers.map(({ location }) => location), ['/tickets/1001/sent', '/tickets/1001/sent'])
    t.strictSame(await rows(), { tickets: 1, files: 0, drafts: 0, onDisk: 0 })
  })

  await t.test('ten at once', async t => {
    const form = { ...question, submission: randomUUID() }
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.post('/tickets', form)))
    t.strictSame([...new Set(answers.map(({ location }) => location))], ['/tickets/1002/sent'])
    t.equal((await rows()).tickets, 2)
  })

  await t.test('with its files, one after the other and at once', async t => {
    const form = { ...question, submission: randomUUID() }
    const first = await ada.upload('/tickets', form, [file])
    const others = await Promise.all(Array.from({ length: 5 }, () => ada.upload('/tickets', form, [file])))
    t.strictSame([...new Set([first, ...others].map(({ location }) => location))], ['/tickets/1003/sent'])
    t.strictSame(await rows(), { tickets: 3, files: 1, drafts: 0, onDisk: 1 }, 'the file is there once, and nothing is left over')

    const again = { ...question, submission: randomUUID() }
    const together = await Promise.all(Array.from({ length: 5 }, () => ada.upload('/tickets', again, [file])))
    t.strictSame([...new Set(together.map(({ location }) => location))], ['/tickets/1004/sent'])
    t.strictSame(await rows(), { tickets: 4, files: 2, drafts: 0, onDisk: 2 })
  })

  await t.test('with files that waited in a draft or a preview', async t => {
    const { ada } = await world(t)
    const saved = randomUUID()
    await ada.upload('/tickets', { ...question, submission: saved, intent: 'draft' }, [file])
    const form = { ...shown(await ada.get(`/tickets/new?draft=${saved}`), '#ticket-form form'), intent: 'send' }
    t.strictSame([await ada.post('/tickets', form), await ada.post('/tickets', form)].map(({ location }) => location), ['/tickets/1001/sent', '/tickets/1001/sent'])

    const preview = await ada.upload('/tickets/1001/replies', { text: 'And again', submission: randomUUID(), intent: 'preview' }, [file])
    const reply = { ...shown(preview, 'form[name=reply]'), intent: 'send' }
    t.strictSame([await ada.post('/tickets/1001/replies', reply), await ada.post('/tickets/1001/replies', reply)].map(({ status }) => status), [303, 303])

    const more = await ada.upload('/tickets/1001/replies', { ...reply, intent: 'preview' }, [{ ...file, name: 'more.log' }])
    const asked = await ada.post('/tickets/1001/replies', { ...shown(more, 'form[name=reply]'), intent: 'send' })
    t.equal(asked.status, 409, 'but a file that came after it was sent is not dropped')
    t.match(asked.$('.received').text(), 'more.log')
  })

  await t.test('keeps what was changed in between as a draft', async t => {
    const form = { ...question, submission: randomUUID() }
    await ada.post('/tickets', form)
    const { location = '' } = await ada.upload('/tickets', { ...form, description: 'New words', follows: '1001' }, [file])
    t.match(location, /^\/tickets\/new\?draft=/)
    const page = await ada.get(location)
    t.match(page.$('.toast').text(), '#1005', 'says that the first is sent')
    t.match(shown(page, '#ticket-form form'), { description: 'New words', category: 'problem', priority: 'high', follows: '1001' })
    t.match(page.$('.received').text(), 'error.log')
    t.equal((await rows()).tickets, 5)

    const sent = await ada.post('/tickets', { ...shown(page, '#ticket-form form'), intent: 'send' })
    t.equal(sent.location, '/tickets/1006/sent', 'and it can be sent as a ticket of its own')
    t.match((await ada.get('/tickets/1006')).$('.files').text(), 'error.log')
  })

  await t.test('means the person’s own form: the same key of somebody else is another', async t => {
    const submission = randomUUID()
    t.equal((await ada.post('/tickets', { ...question, submission })).location, '/tickets/1007/sent')
    t.equal((await carl.post('/tickets', { ...question, submission })).location, '/tickets/1008/sent')
    t.equal((await carl.get('/tickets/1007')).status, 404)
  })

  await t.test('needs a key of ours: with any other, each is a form of its own', async t => {
    for (const submission of ['', 'x', "'; drop table tickets; --", 'A'.repeat(5_000)]) {
      t.equal((await ada.post('/tickets', { ...question, submission })).status, 303)
    }
    t.equal((await rows()).tickets, 12)
  })
})
