import t from 'tap'
import { fillDemo } from '../../src/demo/index.ts'
import { priorities, statuses } from '../../src/tickets/rules.ts'
import { world, type World } from '../support/world.ts'
import { told } from './told.ts'

const tables = ['profiles', 'credentials', 'tickets', 'replies', 'notes', 'ticket_events', 'ticket_reads', 'ratings', 'attachments', 'drafts', 'mails'] as const

async function counts(db: World['db']) {
  const counted = tables.map(async table => [table, (await db.selectFrom(table).select(it => it.fn.countAll<number>().as('rows')).executeTakeFirstOrThrow()).rows] as const)
  return Object.fromEntries(await Promise.all(counted)) as Record<typeof tables[number], number>
}

t.test('an empty database gets the story', async t => {
  const { db, filled, idOf } = await told(await world(t))
  t.equal(filled, true)
  const people = await db.selectFrom('profiles').select(['email', 'role']).orderBy('email').execute()
  t.strictSame(people.map(({ email, role }) => `${email} ${role}`), ['ada@example.com customer', 'carl@example.com customer', 'grace@example.com agent', 'mona@example.com admin'])

  const adas = await db.selectFrom('tickets').selectAll().where('customer_id', '=', await idOf('ada')).orderBy('reference').execute()
  t.equal(adas.length, 12, 'Ada has a dozen')
  t.strictSame(new Set(adas.map(({ status }) => status)), new Set(statuses), 'in every status')
  t.strictSame(new Set(adas.map(({ priority }) => priority)), new Set(priorities), 'and every priority')
  t.equal(new Set(adas.map(({ category_id }) => category_id)).size, 6, 'about everything that one can ask about')
  t.strictSame(adas.map(({ created_at }) => created_at), adas.map(({ created_at }) => created_at).toSorted((one, other) => one.getTime() - other.getTime()), 'references grow with time')

  const { mails, drafts, notes, attachments } = await counts(db)
  t.strictSame({ mails, drafts, notes, attachments }, { mails: 0, drafts: 1, notes: 2, attachments: 4 })
  t.equal((await db.selectFrom('tickets').select('id').where('customer_id', '=', await idOf('carl')).execute()).length, 4, 'Carl has his own')
})

t.test('the situations that Ada finds herself in', async t => {
  const { db, idOf } = await told(await world(t))
  const [ada, grace, mona] = [await idOf('ada'), await idOf('grace'), await idOf('mona')]
  const adas = await db.selectFrom('tickets').selectAll('tickets').where('customer_id', '=', ada)
    .leftJoin('ticket_reads', join => join.onRef('ticket_reads.ticket_id', '=', 'tickets.id').on('profile_id', '=', ada)).select(['news', 'read_at']).execute()

  const waiting = adas.filter(({ status }) => status === 'waiting')
  const unseen = waiting.filter(({ news }) => (news ?? 0) > 0)
  t.equal(waiting.length, 2, 'two wait for her')
  t.equal(unseen.length, 1, 'one of them is new to her')
  t.ok(unseen.every(({ read_at, last_activity_at }) => read_at !== null && read_at < last_activity_at), 'and she has been there before')

  t.ok(adas.some(({ priority, status, assigned_to }) => priority === 'urgent' && status === 'open' && assigned_to === null), 'one is urgent and nobody’s')
  t.equal(adas.filter(({ assigned_to }) => assigned_to === mona).length, 1)
  t.ok(adas.filter(({ assigned_to }) => assigned_to === grace).length > 3)
  const before = adas.find(({ id }) => id === adas.find(({ follows }) => follows !== null)?.follows)
  t.ok((before?.closed_at?.getTime() ?? Infinity) < Date.now() - 14 * 86_400_000, 'a follow-up leads to a ticket that is closed for good')

  const kinds = new Set((await db.selectFrom('ticket_events').select('kind').execute()).map(({ kind }) => kind))
  t.ok(kinds.has('reopened'), 'one was opened again')
  t.ok((await db.selectFrom('ratings').select('words').where('words', '<>', '').execute()).length >= 2, 'some are rated in words')
})

t.test('a database with anybody in it is left alone', async t => {
  const { db, services } = await told(await world(t))
  const before = await counts(db)
  t.equal(await fillDemo(services), false, 'a second time changes nothing')
  t.strictSame(await counts(db), before)

  const other = await world(t)
  t.equal(await fillDemo(other.services), false, 'people who signed up keep their empty lists')
  t.equal((await counts(other.db)).tickets, 0)
})
