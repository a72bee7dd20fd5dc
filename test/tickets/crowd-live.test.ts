import t from 'tap'
import { allHeard } from '../support/heard.ts'
import { openStream } from '../support/stream.ts'
import { answer, ask } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world, type World } from '../support/world.ts'

const crowd = 250

/** So many colleagues of Ada's, each of whom follows her ticket. Returns their ids. */
async function followers({ ada, db }: World, reference: number): Promise<string[]> {
  const company = await db.insertInto('companies').values({ name: 'Acme', shared_with: 'everybody' }).returning('id').executeTakeFirstOrThrow()
  await db.updateTable('profiles').set({ company_id: company.id }).where('id', '=', ada.id).execute()
  const colleagues = Array.from({ length: crowd }, (_, number) => ({ email: `colleague${number}@acme.example`, full_name: `Colleague ${number}`, role: 'customer' as const, company_id: company.id }))
  const people = await db.insertInto('profiles').values(colleagues).returning('id').execute()
  const { id: ticket_id } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
  await db.insertInto('ticket_reads').values(people.map(({ id: profile_id }) => ({ profile_id, ticket_id, following: 'follow' as const }))).execute()
  return people.map(({ id }) => id)
}

t.test('a ticket that a whole company follows', async t => {
  const w = await world(t)
  const { ada, carl, grace, db, app, services } = w
  await app.listen({ port: 0, host: '127.0.0.1' })
  const reference = await ask(ada)
  const people = await followers(w, reference)
  await db.updateTable('profiles').set({ company_id: it => it.selectFrom('companies').select('id') }).where('id', '=', carl.id).execute()
  await allHeard(w)

  const told = new Set<string>()
  t.teardown(services.live.subscribe(change => change.told?.forEach(id => told.add(id))))
  const streams = await Promise.all([openStream(w, carl, '/tickets/live'), openStream(w, carl, `/tickets/${reference}/live`), openStream(w, w.mona, '/desk/live')])
  t.teardown(() => streams.forEach(stream => stream.close()))

  t.equal((await answer(grace, reference, 'Is it plugged in?')).status, 303, 'is answered as any other')
  await allHeard(w)
  t.strictSame(people.filter(id => !told.has(id)), [], 'and everybody hears that they have news')
  for (const stream of streams) t.ok(await until(() => stream.says().length > 0))
  for (const stream of streams) t.strictSame(stream.says(), ['New reply from Grace'], 'whose sentence is said once')
})
