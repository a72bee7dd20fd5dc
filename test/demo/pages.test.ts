import t from 'tap'
import { world } from '../support/world.ts'
import { told } from './told.ts'

t.test('Ada signs in and finds her tickets, and nothing of Carl’s', async t => {
  const { db, as, idOf } = await told(await world(t))
  const ada = await as('ada')
  const list = await ada.get('/tickets')
  t.equal(list.status, 200)
  t.equal(list.$('#ticket-list .ticket-line').length, 12)
  t.match(list.$('#ticket-list').text(), /2 new/, 'Grace answered one of them since she looked')
  t.match(list.$('.drafts').text(), /Take the subscription from another bank account/)
  t.equal((await ada.get('/')).status, 200)

  const carls = await db.selectFrom('tickets').select(['reference', 'title']).where('customer_id', '=', await idOf('carl')).execute()
  const csv = (await ada.get('/tickets.csv')).body
  for (const { reference, title } of carls) {
    t.notOk(list.body.includes(title) || csv.includes(title), `“${title}” is not in her lists`)
    t.equal((await ada.get(`/tickets/${reference}`)).status, 404, `nor at its address`)
  }
})

t.test('what is new stands under its heading until she has looked', async t => {
  const { db, as } = await told(await world(t))
  const { reference } = await db.selectFrom('tickets').select('reference').where('title', 'like', '%again').where('status', '=', 'waiting').executeTakeFirstOrThrow()
  const page = await (await as('ada')).get(`/tickets/${reference}`)
  t.equal(page.$('#new').length, 1)
  t.match(page.$('.new-line').nextAll().text(), /from another maker/)
})

t.test('every page of every ticket is there for its customer, without the notes', async t => {
  const { db, as } = await told(await world(t))
  const notes = (await db.selectFrom('notes').select('html').execute()).map(({ html }) => html.slice(0, 40))
  const tickets = await db.selectFrom('tickets').innerJoin('profiles', 'profiles.id', 'customer_id').select(['reference', 'email']).execute()
  const people = { 'ada@example.com': await as('ada'), 'carl@example.com': await as('carl') }

  for (const { reference, email } of tickets) {
    for (const page of [`/tickets/${reference}`, `/tickets/${reference}/print`, `/tickets/${reference}/sent`, `/tickets/new?follows=${reference}`]) {
      const { status, body } = await people[email as keyof typeof people].get(page)
      t.equal(status, 200, page)
      t.notOk(notes.some(note => body.includes(note)), `${page} keeps the notes to staff`)
    }
  }
})

t.test('every page of the desk is there for staff, with the notes', async t => {
  const { db, as } = await told(await world(t))
  const tickets = await db.selectFrom('tickets').leftJoin('notes', 'notes.ticket_id', 'tickets.id').select(['reference', 'html as note']).execute()
  for (const who of ['grace', 'mona'] as const) {
    const agent = await as(who)
    const queue = await agent.get('/desk')
    t.equal(queue.status, 200)
    t.match(queue.$('#ticket-list').text(), /Ada Okonkwo[\s\S]*Carl Lindqvist|Carl Lindqvist[\s\S]*Ada Okonkwo/, 'the queue holds both')
    t.equal((await agent.get('/desk?sort=activity')).$('.ticket-line').length, 16)
    for (const { reference, note } of tickets) {
      const { status, body } = await agent.get(`/desk/tickets/${reference}`)
      t.equal(status, 200, `/desk/tickets/${reference}`)
      t.ok(body.includes(note ?? ''), 'its notes are there')
    }
  }
})

t.test('the draft can be gone on with', async t => {
  const { db, as } = await told(await world(t))
  const { id } = await db.selectFrom('drafts').select('id').executeTakeFirstOrThrow()
  const form = await (await as('ada')).get(`/tickets/new?draft=${id}`)
  t.match(form.$('[name=description]').val(), /Sort code/)
  t.equal(form.$('[name=category]').val(), 'billing')
})
