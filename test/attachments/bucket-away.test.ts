import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { sweepFiles } from '../../src/attachments/index.ts'
import { filesIn, picture } from '../support/files.ts'
import { problems, question, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { cut, freshBucket, refuse } from './bucket.ts'

t.test('while the bucket is away or refuses', async t => {
  const bucket = await freshBucket(t)
  const w = await world(t, { FILES_URL: bucket.url })
  const { ada, visitor, db, dataDir, services: { storage } } = w
  const back = () => { bucket.trouble = () => false }
  const log = (name: string) => ({ name, content: `it broke, says ${name}` })
  await ada.upload('/tickets', question, [log('early.log')])
  const address = String((await ada.get('/tickets/1001')).$('#conversation .files a').attr('href'))
  let form: Record<string, string> = {}

  await t.test('a form with files comes back whole, and the files that were in time are kept', async t => {
    let files = 0
    bucket.trouble = (request, answer) => request.method === 'PUT' && ++files > 1 && refuse(answer, 403, 'QuotaExceeded')
    const answer = await ada.upload('/tickets', { ...question, title: 'Now' }, [log('one.log'), { name: 'two.png', content: await picture() }])
    t.equal(answer.status, 422)
    t.equal(problems(answer)['files'], '“two.png” could not be stored just now. Choose it again in a minute; everything else is kept.')
    form = shown(answer, '#ticket-form form')
    t.match(form, { title: 'Now', description: question.description, priority: question.priority })
    t.match(answer.$('.received').text(), 'one.log')
    t.equal((await db.selectFrom('tickets').select('id').execute()).length, 1, 'nothing was sent without its file')
    t.strictSame(await readdir(join(dataDir, 'incoming')), [], 'and nothing is left lying about')
  })

  await t.test('a download says to come back, and all else works', async t => {
    bucket.trouble = request => cut(request)
    const away = await ada.get(address)
    t.equal(away.status, 503)
    t.match(away.response.headers, { 'retry-after': '5', 'content-type': /html/ })
    t.equal((await ada.get('/tickets/1001')).status, 200)
    t.equal((await ada.post('/tickets/1001/replies', { text: 'Is anybody there?', intent: 'send' })).status, 303)
    t.equal((await visitor.get('/health/ready')).status, 200, 'one without files still serves')
  })

  await t.test('a file can be taken out of a draft; its bytes wait for the sweep', async t => {
    bucket.trouble = (request, answer) => request.method === 'DELETE' && refuse(answer, 403, 'AccessDenied')
    const { id } = await db.selectFrom('attachments').select('id').where('name', '=', 'one.log').executeTakeFirstOrThrow()
    const answer = await ada.post('/tickets', { ...question, ...form, intent: 'draft', drop: id })
    t.equal(answer.status, 303)
    t.equal((await db.selectFrom('attachments').select('id').where('id', '=', id).execute()).length, 0)
    t.equal((await filesIn(w)).length, 2)
    await t.rejects(sweepFiles(db, storage, -60_000))
    back()
    t.equal(await sweepFiles(db, storage, -60_000), 1)
  })

  await t.test('and back, the same form goes through', async t => {
    back()
    t.match((await ada.upload('/tickets', { ...question, ...form, intent: 'send' }, [log('three.log')])).location, /\/sent$/)
    t.equal((await ada.get(address)).body, log('early.log').content)
  })
})
