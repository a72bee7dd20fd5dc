import { sql } from 'kysely'
import t from 'tap'
import { deleteAccounts } from '../../src/account/index.ts'
import { removeStaff } from '../../src/desk/index.ts'
import { password, world, type World } from '../support/world.ts'

const here = '/account/data/deletion'
const leaving = async ({ db }: World) => (await db.selectFrom('deletions').select('profile_id').execute()).map(({ profile_id }) => profile_id)
const makeAdmin = ({ db, grace }: World) => db.updateTable('profiles').set({ role: 'admin' }).where('id', '=', grace.id).execute()
const remove = ({ db, services: { queue } }: World, email: string) => db.transaction().execute(trx => removeStaff(trx, queue, email))
const adminsOf = async ({ db }: World) => (await db.selectFrom('profiles').select('full_name').where('role', '=', 'admin').execute()).map(({ full_name }) => full_name)

t.test('the only admin', async t => {
  const w = await world(t)
  const { db, mona, grace } = w

  await t.test('is told why the account cannot be deleted, beside the button', async t => {
    const page = await mona.get(here)
    t.match(page.$('#hindrance').text(), /you are the only admin who stays/)
    t.equal(page.$('button[aria-describedby=hindrance]').attr('disabled') !== undefined, true)
    t.equal(page.$(`form[action="${here}"]`).length, 0)
    const refused = await mona.post(here, { password })
    t.equal(refused.status, 422)
    t.match(refused.$('#hindrance').text(), /make somebody else an admin first/)
    t.strictSame(await leaving(w), [])
    t.equal((await grace.get(here)).$('#hindrance').length, 0, 'which is nothing to an agent')
  })

  await t.test('is told of all that is in the way', async t => {
    const { id } = await db.insertInto('tickets').values({ customer_id: w.ada.id, title: 'Hers', description: '', assigned_to: mona.id }).returning('id').executeTakeFirstOrThrow()
    t.match((await mona.get(here)).$('#hindrance').text(), /one ticket that is not closed.*only admin/s)
    await db.deleteFrom('tickets').where('id', '=', id).execute()
  })

  await t.test('is not taken off the staff', async t => {
    t.equal(await remove(w, mona.email), 'last-admin')
    t.strictSame(await adminsOf(w), ['Mona'])
    t.equal((await mona.get('/desk/companies')).status, 200)
  })

  await t.test('can go once there is another, who then is the only one', async t => {
    await makeAdmin(w)
    t.equal((await mona.get(here)).$('#hindrance').length, 0)
    t.equal((await mona.post(here, { password })).status, 303)
    t.match((await grace.get(here)).$('#hindrance').text(), /only admin who stays/, 'who goes in two weeks is not counted')
    t.equal((await grace.post(here, { password })).status, 422)
    t.equal(await remove(w, grace.email), 'last-admin')
    await db.updateTable('deletions').set({ due_at: sql<Date>`now()` }).execute()
    await deleteAccounts(db)
    t.strictSame(await adminsOf(w), ['Grace'])
  })

  await t.test('is left alone by the deletion, should somebody have made them the only one', async t => {
    await db.insertInto('deletions').values({ profile_id: grace.id, due_at: sql<Date>`now() - interval '1 second'` }).execute()
    await deleteAccounts(db)
    t.strictSame(await adminsOf(w), ['Grace'])
  })
})

t.test('of two admins who go at the same moment, one stays', async t => {
  const w = await world(t)
  const { db, mona, grace } = w
  await makeAdmin(w)
  await Promise.all([mona.get(here), grace.get(here)])
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([mona.post(here, { password }), grace.post(here, { password })])
    t.strictSame(answers.map(({ status }) => status).sort(), [303, 422])
    t.equal((await leaving(w)).length, 1)
    await db.deleteFrom('deletions').execute()
    await db.deleteFrom('attempts').execute()
  }
  await Promise.all([mona.post(here, { password }), remove(w, grace.email)])
  t.equal((await adminsOf(w)).length - (await leaving(w)).length, 1)
})
