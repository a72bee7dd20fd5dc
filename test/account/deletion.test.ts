import { sql } from 'kysely'
import t from 'tap'
import { deleteAccounts } from '../../src/account/index.ts'
import type { Db } from '../../src/db/connect.ts'
import { sweepFiles } from '../../src/attachments/index.ts'
import { freshDatabase } from '../support/databases.ts'
import { lastMailTo, mailsTo } from '../sign-in/mailbox.ts'
import { filesIn, picture } from '../support/files.ts'
import { accountKey } from '../../src/sign-in/index.ts'
import { answer, ask, change, problems } from '../support/tickets.ts'
import { password, world, type Someone, type World } from '../support/world.ts'
import { personal } from './personal.ts'

const here = '/account/data/deletion'
const due = (db: Db) => db.updateTable('deletions').set({ due_at: sql<Date>`now() - interval '1 second'` }).execute()

/** Which of these words stand anywhere in the database, in whatever column. */
async function traces(db: Db, words: string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`.execute(db)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ word: string }>`select word from unnest(${words}::text[]) word where exists (select from ${sql.table(name)} everything where position(lower(word) in lower(everything::text)) > 0)`.execute(db)
    found.push(...rows.map(({ word }) => `${name}: ${word}`))
  }
  return found.sort()
}

const words = ['Quillfeather', 'quill@home.example', 'Hubertine', 'Featherworks', '555-0199', 'parakeet', 'cockatoo', 'macaw', 'budgerigar', 'lorikeet', 'kakapo', 'cassowary', 'toucan', 'hoatzin']

/** Ada, with a trace in every place that she can leave one in. */
async function fullLife(w: World): Promise<void> {
  const { db, ada, carl, grace, browser } = w
  await db.updateTable('profiles').set({ email: 'quill@home.example', full_name: 'Ada Quillfeather' }).where('id', '=', ada.id).execute()
  await ada.upload('/account/profile', { 'name': 'Ada Quillfeather', 'address-as': 'Hubertine', 'phone': '555-0199', 'company': 'Featherworks' }, [{ field: 'picture', name: 'me.png', content: await picture() }])
  await ada.upload('/tickets', { category: 'problem', title: 'My parakeet', description: 'A **cockatoo** too', priority: 'high', intent: 'send' }, [{ name: 'macaw.txt', content: 'squawk' }])
  await answer(grace, 1001, 'Dear Quillfeather, how is the budgerigar?')
  await answer(grace, 1001, 'Quillfeather again', 'notes')
  await ada.post('/tickets/1001/replies', { text: 'The lorikeet is well', intent: 'send' })
  await change(grace, 1001, { priority: 'urgent', agent: grace.id })
  await ada.upload('/tickets', { title: 'A kakapo', intent: 'draft' }, [{ name: 'kakapo.txt', content: 'draft' }])
  await ada.post('/account/communication', { 'channel': 'mail', 'format': 'html', 'quiet-from': '22:00', 'quiet-to': '07:00', 'participants': 'cassowary@home.example' })
  await ada.post('/account/profile/email', { email: 'toucan@home.example', password })
  const reference = await ask(carl)
  const { id } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
  await db.insertInto('participants').values({ ticket_id: id, email: 'quill@home.example', may: 'reply', profile_id: ada.id, token_hash: 'x' }).execute()
  await db.insertInto('notifications').values({ profile_id: carl.id, ticket_id: id, event: 'reply', kind: 'ticket-written', way: 'portal', details: JSON.stringify({ author: 'Ada Quillfeather', reference }) }).execute()
  await db.insertInto('replies').values({ ticket_id: id, author_id: ada.id, text: 'A hoatzin!', html: '<p>A hoatzin!</p>', by_participant: true }).execute()
  await db.updateTable('customer_preferences').set({ communication_preferences: JSON.stringify({ participants: ['quill@home.example', 'kept@home.example'] }) }).where('customer_id', '=', carl.id).execute()
  // What is counted under an address, and jobs that name it.
  await browser().post('/forgotten-password', { email: 'Quill@home.example' })
  await browser().post('/sign-in', { email: 'quill@home.example', password: 'guessed' })
  await db.insertInto('attempts').values([{ key: 'mail-words:quill@home.example' }, { key: 'mail-words:jonquill@home.example' }]).execute()
  const article = await db.insertInto('kb_articles').values({ title: 'Birds', slug: 'birds', content: '', status: 'published' }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('ticket_events').values({ ticket_id: (await db.selectFrom('tickets').select('id').where('reference', '=', 1001).executeTakeFirstOrThrow()).id, actor_id: ada.id, kind: 'participant', details: JSON.stringify({ what: 'invited', who: 'cassowary' }) }).execute()
  await db.insertInto('help_votes').values({ article_id: article.id, voter: ada.id, helpful: false, words: 'No hoatzin' }).execute()
  await db.insertInto('incoming_mails').values({ key: 'k', way: 'smtp', recipient: 'support@x.example', sender: null, relayed: true, storage_key: 's', bytes: 1, from_address: 'Quill@home.example', from_name: 'Quillfeather', subject: 'toucan', text: 'toucan' }).execute()
  await db.insertInto('ratings').values({ ticket_id: (await db.selectFrom('tickets').select('id').where('reference', '=', 1001).executeTakeFirstOrThrow()).id, score: 5, words: 'toucan' }).execute()
}

t.test('deleting an account', async t => {
  const w = await world(t)
  const { db, ada, carl, grace, visitor, browser, services: { storage } } = w
  await fullLife(w)
  const leaving = () => db.selectFrom('deletions').select('profile_id').execute()
  words.push(await accountKey(db, 'quill@home.example'))
  const before = await traces(db, words)
  t.ok(before.length > 30, 'there is much to be forgotten')
  t.ok(before.some(trace => trace.startsWith('pgboss.job')), 'jobs, too')

  await t.test('says beforehand what goes and what stays, and asks for the password', async t => {
    t.equal((await visitor.get(here)).status, 303)
    t.match((await ada.get(here)).$('main').text(), /What goes.*your rating.*What takes longer.*within three hours/s)
    for (const typed of [{}, { password: 'not her password' }, { password: 'x'.repeat(2_000) }]) {
      const page = await ada.post(here, typed)
      t.equal(page.status, 422)
      t.ok(problems(page)['password'])
    }
    t.strictSame(await leaving(), [])
  })

  await t.test('waits, says so on every page, and is taken back by one button', async t => {
    t.equal((await ada.post(here, { password })).status, 303)
    t.equal((await ada.post(here, { password })).status, 303, 'twice asks once')
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'deletion-asked').execute()).length, 1)
    for (const page of ['/', '/tickets', '/help', '/account/data', '/tickets/1001']) t.match((await ada.get(page)).$(`form[action="${here}/removal"]`).text(), /Keep my account/, page)
    t.equal((await carl.get('/')).$(`form[action="${here}/removal"]`).length, 0)
    await deleteAccounts(db)
    t.equal((await ada.get('/tickets/1001')).status, 200, 'not before its time')
    await carl.post(`${here}/removal`)
    t.equal((await leaving()).length, 1, 'only its owner can')
    t.equal((await ada.post(`${here}/removal`)).location, '/account/data')
    t.strictSame(await leaving(), [])
    t.equal((await ada.post(`${here}/removal`)).status, 303)
    await deleteAccounts(db)
    t.match((await ada.get('/account/profile')).$('#name').val(), 'Ada Quillfeather')
  })

  await t.test('leaves everything as it was where it breaks off midway', async t => {
    await ada.post(here, { password })
    await due(db)
    const before = await traces(db, words)
    await sql`create function break_off() returns trigger language plpgsql as $$ begin raise exception 'the power failed'; end $$`.execute(db)
    await sql`create trigger break_off before update on profiles for each row execute function break_off()`.execute(db)
    await t.rejects(deleteAccounts(db), /the power failed/)
    t.strictSame(await traces(db, words), before)
    await sql`drop trigger break_off on profiles`.execute(db)
  })

  await t.test('removes every trace, and twice does no more', async t => {
    const counted = () => db.selectFrom('tickets').select(['reference', 'priority', 'category_id', 'created_at']).orderBy('reference').execute()
    const before = await counted()
    await deleteAccounts(db)
    await deleteAccounts(db)
    t.equal(await db.deleteFrom('attempts').where('key', '=', 'mail-words:jonquill@home.example').returning('key').executeTakeFirst() !== undefined, true, 'what is somebody else’s is left')
    t.strictSame(await traces(db, words), [])
    t.strictSame(await counted(), before)
    t.match(await db.selectFrom('profiles').selectAll().where('id', '=', ada.id).executeTakeFirst(), { full_name: 'Former customer', email: /@deleted\.invalid$/ })
    t.match(await db.selectFrom('ratings').selectAll().execute(), [{ score: 5, words: '' }])
    t.strictSame((await db.selectFrom('customer_preferences').select('communication_preferences as kept').where('customer_id', '=', carl.id).executeTakeFirst())?.kept, { participants: ['kept@home.example'] })
    await sweepFiles(db, storage, -60_000)
    t.strictSame(await filesIn(w), [], 'the sweep takes the bytes')
  })

  await t.test('ends every way in, and leaves others what is theirs', async t => {
    t.equal((await ada.get('/account/profile')).status, 303)
    t.equal((await browser().post('/sign-in', { email: 'quill@home.example', password })).status, 422)
    t.match((await carl.get('/tickets/1002')).$('main').text(), /Printer on fire.*Former customer.*Removed at the customer’s request/s)
    const page = await grace.get('/desk/tickets/1001')
    t.equal(page.status, 200)
    t.match(page.$('main').text(), /Former customer/)
    t.match(page.$('#status-panel').text(), /Closed/)
    t.match(page.$('#conversation').text(), /Grace set the priority to “[A-Z]|You set the priority to “[A-Z]/, 'what happened can still be read')
    t.equal((await grace.get('/desk')).status, 200)
  })
})

t.test('nobody is left with news of a ticket that they cannot open any more', async t => {
  const { db, ada, carl, grace } = await world(t)
  const reference = await ask(ada)
  const { id } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
  await db.insertInto('participants').values({ ticket_id: id, email: carl.email, may: 'reply', profile_id: carl.id, token_hash: 'x' }).execute()
  await answer(grace, reference, 'Is it plugged in?')
  const news = () => db.selectFrom('ticket_reads').select('ticket_id').where('profile_id', '=', carl.id).where('news', '>', 0).execute()
  t.equal((await news()).length, 1)
  await ada.post(here, { password })
  await due(db)
  await deleteAccounts(db)
  t.strictSame(await news(), [])
})

t.test('after that, the address can sign up anew', async t => {
  const w = await world(t)
  const { db, ada, browser } = w
  await w.work()
  await ada.post(here, { password })
  t.match((await lastMailTo(w, ada.email)).text, /will be deleted on/)
  await due(db)
  await deleteAccounts(db)
  const anew = browser()
  await anew.post('/sign-up', { name: 'Ada', email: ada.email, 'new-password': 'a wholly new horse battery' })
  const { link } = (await mailsTo(w, ada.email, 2)).find(({ link }) => link.startsWith('/verify-email')) ?? { link: '' }
  t.equal((await anew.post('/verify-email', { token: new URL(link, 'http://x').searchParams.get('token') ?? '' })).status, 303)
  t.match((await anew.get('/tickets')).$('main').text(), /no tickets|not asked|first/i)
})

t.test('staff who have tickets cannot leave them behind', async t => {
  const w = await world(t)
  const { db, ada, grace } = w
  const mine = async (person: Someone) => (await db.selectFrom('deletions').select('profile_id').where('profile_id', '=', person.id).execute()).length
  const reference = await ask(ada)
  await change(grace, reference, { agent: grace.id })
  const page = await grace.get(here)
  t.match(page.$('main').text(), /you have one ticket that is not closed/)
  t.equal(page.$(`form[action="${here}"]`).length, 0)
  t.equal((await grace.post(here, { password })).status, 422)
  t.equal(await mine(grace), 0)

  await change(grace, reference, { agent: 'nobody' })
  t.equal((await grace.post(here, { password })).status, 303)
  await change(grace, reference, { agent: grace.id })
  await due(db)
  await deleteAccounts(db)
  t.equal(await mine(grace), 1, 'it waits until she has none')
  await change(grace, reference, { agent: 'nobody' })
  await deleteAccounts(db)
  t.equal(await mine(grace), 0)
  t.match(await db.selectFrom('profiles').select(['full_name', 'role']).where('id', '=', grace.id).executeTakeFirst(), { full_name: 'Former customer', role: 'customer' })
})

t.test('every column that names a person was thought of', async t => {
  const { connection: { db }, drop } = await freshDatabase()
  t.teardown(drop)
  const { rows } = await sql<{ at: string }>`select c.conrelid::regclass::text || '.' || a.attname as at from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'profiles'::regclass order by 1`.execute(db)
  t.strictSame(rows.map(({ at }) => at).sort(), Object.keys(personal).sort(), 'test/account/personal.ts: say whether a new one is in the copy of somebody’s data, and let the deletion know of it')
})
