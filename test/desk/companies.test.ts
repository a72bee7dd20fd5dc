import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { answerSteps, begin, untilFiles } from '../support/guide.ts'
import { openStream } from '../support/stream.ts'
import { ask, answer, problems, shown } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world, type World } from '../support/world.ts'

/** Makes a company of these people, which shares as the settings say. Returns its address. */
async function company({ mona }: World, name: string, emails: string[], settings: Record<string, string> = {}): Promise<string> {
  const { location = '' } = await mona.post('/desk/companies', { name })
  for (const email of emails) await mona.post(`${location}/members`, { email, role: 'member' })
  await share({ mona }, location, settings)
  return location
}

async function share({ mona }: Pick<World, 'mona'>, address: string, settings: Record<string, string>): Promise<void> {
  await mona.post(address, { ...shown(await mona.get(address), 'form[name=company]'), ...settings })
}

t.test('companies at the desk', async t => {
  const w = await world(t)
  const { ada, carl, grace, mona, db } = w

  await t.test('are for admins', async t => {
    for (const person of [ada, grace]) t.equal((await person.get('/desk/companies')).status, 403)
    t.equal((await grace.get('/desk')).$('a[href="/desk/companies"]').length, 0)
    t.equal((await mona.get('/desk')).$('a[href="/desk/companies"]').length, 1)
    t.match((await mona.get('/desk/companies')).$('main').text(), 'There are no companies yet')
  })

  await t.test('are made once, by name', async t => {
    const submission = randomUUID()
    const made = await Promise.all([1, 2].map(() => mona.post('/desk/companies', { name: 'Acme', submission })))
    t.equal(made[0]?.location, made[1]?.location)
    for (const [name, says] of [['', 'Enter'], ['ACME', 'already'], ['x'.repeat(201), '200'], ['two\nlines', 'one line']] as const) {
      const refused = await mona.post('/desk/companies', { name })
      t.equal(refused.status, 422, name)
      t.match(problems(refused)['name'], says)
    }
    t.match((await mona.get('/desk/companies')).$('.ticket-line').text(), /Acme\s+Nobody belongs to it yet\s+Nobody sees the tickets of others/)
    for (const wrong of ['x', randomUUID()]) t.equal((await mona.get(`/desk/companies/${wrong}`)).status, 404)
    for (const wrong of ['x', randomUUID()]) t.equal((await mona.post(`/desk/companies/${wrong}`, { name: 'X', shared: 'nobody', may: 'read' })).status, 404)
  })

  await t.test('keep their names apart, also where two are renamed at the same moment', async t => {
    const places = await Promise.all(['One', 'Two'].map(async name => (await mona.post('/desk/companies', { name })).location ?? ''))
    for (let time = 0; time < 5; time++) {
      const forms = await Promise.all(places.map(async place => shown(await mona.get(place), 'form[name=company]')))
      const saved = await Promise.all(places.map((place, at) => mona.post(place, { ...forms[at], name: `Same ${time}` })))
      t.strictSame(saved.map(({ status }) => status).sort(), [303, 422], `time ${time}`)
    }
    await db.deleteFrom('companies').where('name', '<>', 'Acme').execute()
  })

  await t.test('take customers by their address', async t => {
    const { id } = await db.selectFrom('companies').select('id').executeTakeFirstOrThrow()
    const page = `/desk/companies/${id}`
    for (const [email, says] of [['nobody@example.com', 'No customer'], ['grace@example.com', 'No customer'], ['', 'Enter'], ['x', 'address']] as const) {
      const refused = await mona.post(`${page}/members`, { email, role: 'manager' })
      t.equal(refused.status, 422, email)
      t.match(problems(refused)['email'], says)
      t.equal(refused.$('[name=role] [selected]').val(), 'manager')
    }
    for (let time = 0; time < 2; time++) t.equal((await mona.post(`${page}/members`, { email: 'ADA@example.com', role: 'member' })).location, page)
    t.match((await mona.get(page)).$('.ticket-line').text(), /Ada\s+Member/)
    const { location = '' } = await mona.post('/desk/companies', { name: 'Bolt' })
    t.match(problems(await mona.post(`${location}/members`, { email: ada.email, role: 'member' }))['email'], 'This person belongs to Acme')
    await mona.post(`${page}/members/${ada.id}`, { role: 'manager' })
    t.match((await mona.get(page)).$('.ticket-line').text(), /Ada\s+Manager/)
    await mona.post(`${page}/members/${ada.id}/removal`)
    t.match((await mona.get(page)).$('main').text(), 'Nobody belongs')
    t.equal((await mona.post(`${page}/members/x/removal`)).status, 404)
  })

  await t.test('that two admins change at once keep what was typed', async t => {
    const { id } = await db.selectFrom('companies').select('id').where('name', '=', 'Acme').executeTakeFirstOrThrow()
    const form = shown(await mona.get(`/desk/companies/${id}`), 'form[name=company]')
    await mona.post(`/desk/companies/${id}`, { ...form, name: 'Acme Ltd' })
    const late = await mona.post(`/desk/companies/${id}`, { ...form, name: 'Acme Inc', shared: 'everybody' })
    t.equal(late.status, 409)
    t.equal(late.$('#name').val(), 'Acme Inc')
    t.equal((await mona.post(`/desk/companies/${id}`, shown(late, 'form[name=company]'))).status, 303)
    t.equal((await db.selectFrom('companies').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name, 'Acme Inc')
    t.equal((await mona.post(`/desk/companies/${id}`, { ...shown(late, 'form[name=company]'), shared: 'the world' })).status, 422)
  })

  t.equal((await carl.get('/tickets?whose=shared')).$('.ticket-line').length, 0)
})

t.test('the tickets of a company', async t => {
  const w = await world(t)
  const { ada, carl, grace, mona, app, db } = w
  await app.listen({ port: 0, host: '127.0.0.1' })
  const reference = await ask(ada)
  const page = await company(w, 'Acme', [ada.email, carl.email])
  const sees = async () => (await carl.get(`/tickets/${reference}`)).status === 200

  await t.test('are seen by nobody else until an admin says so', async t => {
    t.notOk(await sees())
    t.notMatch((await ada.get('/tickets/new')).body, /Acme/)
    await share(w, page, { shared: 'managers' })
    t.notOk(await sees(), 'a member is no manager')
    await mona.post(`${page}/members/${carl.id}`, { role: 'manager' })
    t.ok(await sees())
    await mona.post(`${page}/members/${carl.id}`, { role: 'member' })
    t.notOk(await sees())
    await share(w, page, { shared: 'everybody' })
    t.ok(await sees())
  })

  await t.test('say so to who asks', async t => {
    for (const url of ['/tickets', '/tickets/new', `/tickets/${reference}`]) t.match((await ada.get(url)).$('main').text(), 'Everybody at Acme can read', url)
    for (const intent of ['preview', 'send']) t.match((await ada.post('/tickets', { title: 'Half', intent })).$('main').text(), 'Everybody at Acme can read your tickets', intent)
    const guide = await begin(ada)
    await answerSteps(ada, guide, { ...untilFiles, files: {} })
    t.match((await ada.get(`${guide}/check`)).$('main').text(), 'Everybody at Acme can read your tickets', 'before it is sent')
    await share(w, page, { shared: 'managers', may: 'reply' })
    t.match((await ada.get(`${guide}/check`)).$('main').text(), 'The managers of Acme can read your tickets and write in them')
    await share(w, page, { shared: 'nobody' })
    t.notMatch((await ada.get(`${guide}/check`)).$('main').text(), 'Acme')
    await share(w, page, { shared: 'everybody', may: 'read' })
  })

  await t.test('stand in the list of what is shared, and can be read but not written in', async t => {
    t.match((await carl.get('/tickets?whose=shared')).$('.ticket-line').text(), /Printer on fire[\s\S]*From Ada/)
    t.match((await carl.get('/tickets?whose=shared&q=prniter')).$('.ticket-line').text(), 'Printer')
    t.notMatch((await carl.get('/tickets')).body, 'Printer on fire')
    t.equal((await carl.post(`/tickets/${reference}/replies`, { text: 'Me too', intent: 'send' })).status, 403)
    t.equal((await carl.post(`/tickets/${reference}/participants`, { email: 'x@example.com', may: 'read' })).status, 403)
    t.equal((await carl.post(`/tickets/${reference}/closure`)).status, 403)
    await share(w, page, { may: 'reply' })
    await carl.post(`/tickets/${reference}/replies`, { text: 'Me too', intent: 'send' })
    t.equal((await ada.get(`/tickets/${reference}`)).$('.entry').last().attr('data-side'), 'customer')
    t.match((await ada.get('/notifications')).$('main').text(), 'Carl wrote on the ticket')
  })

  await t.test('are told to who follows them, and to nobody else of the company', async t => {
    await answer(grace, reference, 'Is it plugged in?')
    t.strictSame(await db.selectFrom('notifications').select('id').where('profile_id', '=', carl.id).execute(), [])
    await carl.post(`/tickets/${reference}/follow`, { choice: 'follow' })
    await answer(grace, reference, 'And now?')
    t.equal((await db.selectFrom('notifications').select('id').where('profile_id', '=', carl.id).execute()).length, 1)
  })

  await t.test('are gone at once for who is taken out', async t => {
    const streams = await Promise.all(['/tickets/live', `/tickets/${reference}/live`].map(path => openStream(w, carl, path)))
    t.teardown(() => streams.forEach(stream => stream.close()))
    await mona.post(`${page}/members/${carl.id}/removal`)
    for (const stream of streams) t.ok(await until(() => stream.ended()))
    t.notOk(await sees())
    for (const url of ['/', '/tickets?whose=shared', '/tickets.csv?whose=shared', '/notifications']) t.notMatch((await carl.get(url)).body, 'Printer on fire', url)
    t.strictSame(await db.selectFrom('notifications').select('id').where('profile_id', '=', carl.id).execute(), [])
    t.match((await ada.get(`/tickets/${reference}`)).$('.entry').text(), 'Me too')
  })

  await t.test('are gone for every member where a company of thousands shares no more', async t => {
    const big = await company(w, 'Crowd', [carl.email], { shared: 'everybody' })
    const id = big.split('/').at(-1) ?? ''
    await sql`insert into profiles (email, full_name, company_id) select 'member-' || n || '@crowd.example', 'Aa', ${id}::uuid from generate_series(1, 1001) n`.execute(db)
    await db.updateTable('profiles').set({ company_id: id }).where('id', '=', ada.id).execute()
    await carl.post(`/tickets/${reference}/follow`, { choice: 'follow' })
    await answer(grace, reference, 'And today?')
    const told = () => db.selectFrom('notifications').select('id').where('profile_id', '=', carl.id).execute()
    t.equal((await told()).length, 1)
    await share(w, big, { shared: 'nobody' })
    t.strictSame(await told(), [])
    await db.updateTable('profiles').set({ company_id: null }).where('id', 'in', [ada.id, carl.id]).execute()
  })

  await t.test('never mix with those of another', async t => {
    await company(w, 'Bolt', [carl.email], { shared: 'everybody', may: 'reply' })
    t.notOk(await sees())
    t.equal((await carl.get('/tickets?whose=shared')).$('.ticket-line').length, 0)
  })
})
