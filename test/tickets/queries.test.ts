import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import t from 'tap'
import { forgetCategories } from '../../src/tickets/index.ts'
import { fullShelf } from '../help/shelf.ts'
import { answerSteps, begin, untilFiles } from '../support/guide.ts'
import { keptMail } from '../support/mails.ts'
import { answer, ask, change, question } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'
import { closeForGood, leave } from './unsent.ts'

const queriesAtMost = 4
/** What a search takes that finds nothing as it was written: the look for words that are near. */
const nearOnes = ['/tickets?q=printer&status=open&category=problem', '/tickets?q=prniter', '/tickets?q=nothing-at-all']
const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }

/** Writes down what goes over the pool, but for the queue's own questions and the reading marks, which are written after the answer. */
function listen(pool: pg.Pool): string[] {
  const heard: string[] = []
  const known = new WeakSet<object>()
  pool.on('acquire', client => {
    if (known.has(client)) return
    known.add(client)
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const [first] = args as [string | { text?: string }]
      const text = typeof first === 'string' ? first : first.text ?? ''
      if (!/pgboss|^insert into "ticket_reads"|^update "notifications" set "read_at"/.test(text)) heard.push(text)
      return query(...args)
    }) as typeof client.query
  })
  return heard
}

/** One that shares its tickets with everybody. */
async function joinCompany({ db, ada }: Pick<World, 'db' | 'ada'>): Promise<void> {
  const company = await db.insertInto('companies').values({ name: 'Acme', shared_with: 'everybody' }).returning('id').executeTakeFirstOrThrow()
  await db.updateTable('profiles').set({ company_id: company.id }).where('id', '=', ada.id).execute()
}

t.test(`no page asks the database more than ${queriesAtMost} times`, async t => {
  const { ada, grace, db, services } = await world(t)
  const reference = await ask(ada)
  await answer(grace, reference, 'Is it plugged in?')
  await ada.upload(`/tickets/${reference}/replies`, { text: 'Half a reply', submission: randomUUID(), intent: 'draft' }, [log])
  const draft = randomUUID()
  await ada.upload('/tickets', { ...question, submission: draft, follows: String(reference), intent: 'draft' }, [log])
  const closed = await ask(ada)
  await change(grace, closed, { status: 'closed' })
  const over = await ask(ada)
  const unsent = await leave(ada, over, 'Too late')
  await closeForGood({ grace, db }, over)
  const { id } = await db.selectFrom('attachments').select('id').limit(1).executeTakeFirstOrThrow()

  const help = await fullShelf({ db, services })
  const mail = await keptMail({ db, services })
  await joinCompany({ db, ada })
  const heard = listen(services.connection.pool)
  const pages = [
    ...help, '/', '/accessibility', '/account/preferences', '/tickets', '/tickets?q=printer&status=open&category=problem', '/tickets?q=prniter', '/tickets?q=nothing-at-all', '/tickets?after=1.1', '/tickets.csv',
    '/account/data', '/account/data/deletion', '/account/communication', '/tickets/new', `/tickets/new?draft=${draft}`, `/tickets/new?follows=${closed}`,
    `/tickets/drafts/${unsent}`, `/tickets/${over}`, `/tickets/${reference}`, `/tickets/${closed}`, `/tickets/${reference}/sent`, `/tickets/${reference}/print`, `/attachments/${id}/error.log`,
  ]
  const desk = ['/desk', '/desk/mails', `/desk/mails/${mail}`, '/desk?q=printer&assigned=me', `/desk/tickets/${reference}`, `/desk/tickets/${closed}`]
  for (const [page, who] of [...pages.map(page => [page, ada] as const), ...desk.map(page => [page, grace] as const)]) {
    heard.length = 0
    // At the desk the list of categories may be one more.
    if (who === ada) forgetCategories(db)
    const { status } = await who.get(page)
    t.equal(status, 200, page)
    const atMost = queriesAtMost + (nearOnes.includes(page) ? 1 : 0)
    t.ok(heard.length <= atMost, `${page}: ${heard.length}`, { diagnostic: heard.length > atMost, heard })
  }
  t.ok(heard.length > 0, 'and they are counted')
})

t.test('nor does the last page of a guide, which says who else will read the ticket', async t => {
  const { ada, db, services } = await world(t)
  await joinCompany({ db, ada })
  const guide = await begin(ada)
  await answerSteps(ada, guide, { ...untilFiles, files: {} })
  const heard = listen(services.connection.pool)
  t.match((await ada.get(`${guide}/check`)).$('main').text(), 'Everybody at Acme')
  t.ok(heard.length > 0 && heard.length <= queriesAtMost, String(heard.length), { heard })
})

t.test('an export asks for many tickets at a time, and counts none', async t => {
  const { ada, db, services } = await world(t)
  await db.insertInto('tickets').values(Array.from({ length: 1_200 }, (_, at) => ({ customer_id: ada.id, title: `Ticket ${at}`, description: '' }))).execute()
  const heard = listen(services.connection.pool)
  const { body } = await ada.get('/tickets.csv')
  t.equal(new Set(body.trimEnd().split('\r\n')).size, 1 + 1_200)
  const pieces = heard.filter(text => text.includes('priority_rank'))
  t.equal(pieces.length, 3)
  t.strictSame(pieces.filter(text => text.includes('count(')), [])
})
