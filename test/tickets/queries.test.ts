import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import t from 'tap'
import { fullShelf } from '../help/shelf.ts'
import { keptMail } from '../support/mails.ts'
import { answer, ask, change, question } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const queriesAtMost = 4
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

t.test(`no page asks the database more than ${queriesAtMost} times`, async t => {
  const { ada, grace, db, services } = await world(t)
  const reference = await ask(ada)
  await answer(grace, reference, 'Is it plugged in?')
  await ada.upload(`/tickets/${reference}/replies`, { text: 'Half a reply', submission: randomUUID(), intent: 'draft' }, [log])
  const draft = randomUUID()
  await ada.upload('/tickets', { ...question, submission: draft, follows: String(reference), intent: 'draft' }, [log])
  const closed = await ask(ada)
  await change(grace, closed, { status: 'closed' })
  const { id } = await db.selectFrom('attachments').select('id').limit(1).executeTakeFirstOrThrow()

  const help = await fullShelf({ db, services })
  const mail = await keptMail({ db, services })
  const heard = listen(services.connection.pool)
  const pages = [
    ...help, '/', '/accessibility', '/account/preferences', '/tickets', '/tickets?q=printer&status=open&category=problem', '/tickets?q=prniter', '/tickets?q=nothing-at-all', '/tickets?after=1.1', '/tickets.csv',
    '/tickets/new', `/tickets/new?draft=${draft}`, `/tickets/new?follows=${closed}`,
    `/tickets/${reference}`, `/tickets/${closed}`, `/tickets/${reference}/sent`, `/tickets/${reference}/print`, `/attachments/${id}/error.log`,
  ]
  const desk = ['/desk', '/desk/mails', `/desk/mails/${mail}`, '/desk?q=printer&assigned=me', `/desk/tickets/${reference}`, `/desk/tickets/${closed}`]
  for (const [page, who] of [...pages.map(page => [page, ada] as const), ...desk.map(page => [page, grace] as const)]) {
    heard.length = 0
    const { status } = await who.get(page)
    t.equal(status, 200, page)
    t.ok(heard.length <= queriesAtMost, `${page}: ${heard.length}`, { diagnostic: heard.length > queriesAtMost, heard })
  }
  t.ok(heard.length > 0, 'and they are counted')
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
