import t from 'tap'
import { world, type World } from '../support/world.ts'
import { asked, send } from './desk.ts'

const hour = 3_600_000

t.test('the queue is for staff', async t => {
  const { ada, grace, mona, visitor } = await world(t)

  t.equal((await ada.get('/desk')).status, 403)
  t.match((await visitor.get('/desk')).location, /^\/sign-in\?next=/)
  t.equal((await grace.get('/desk')).status, 200)
  t.equal((await mona.get('/desk')).status, 200)
})

t.test('the queue shows who waits for us, longest first, of all customers', async t => {
  const w = await world(t)
  const { grace, ada, carl, db } = w
  t.match((await grace.get('/desk')).$('#ticket-list').text(), /Nobody is waiting for us/)
  t.match((await grace.get('/desk?sort=activity')).$('#ticket-list').text(), /There are no tickets yet/)

  const [first, second, answered] = [await asked(w), await asked(w, { title: 'No invoice', priority: 'urgent' }, carl), await asked(w, { title: 'All done' })]
  await db.updateTable('tickets').set({ waiting_since: new Date(Date.now() - 5 * hour) }).where('reference', '=', Number(second)).execute()
  await send(grace, answered, 'replies', { text: 'Here you are.' })

  const { $ } = await grace.get('/desk')
  t.strictSame(referencesIn($), [`#${second}`, `#${first}`])
  t.match($('#ticket-count').text(), /^2 tickets$/, 'the count is of what is shown')
  const line = $('.ticket-line').first().text()
  for (const part of ['No invoice', 'Carl', 'Nobody', 'Urgent', 'Waits for us', 'Waiting: 5 hours']) t.match(line.replace(/\s+/g, ' '), part)
  t.notMatch($('main').text(), /With us|Waiting for you/, 'statuses are said from the side of staff')
  t.strictSame(referencesIn((await ada.get('/tickets')).$), [`#${answered}`, `#${first}`], 'a customer sees only their own')
})

t.test('the queue can be searched and filtered', async t => {
  const w = await world(t)
  const { grace, mona, carl } = w
  const [fire, invoice, idea] = [await asked(w), await asked(w, { title: 'Wrong invoice', priority: 'high', category: 'billing' }, carl), await asked(w, { title: 'An idea', priority: 'low' })]
  await send(grace, invoice, 'assignment')
  await send(mona, idea, 'replies', { text: 'Nice.' })
  await send(mona, idea, 'changes', { status: 'closed' })
  const found = async (query: string) => referencesIn((await grace.get(`/desk?${query}`)).$)

  t.strictSame(await found('assigned=me'), [`#${invoice}`])
  t.strictSame(await found('assigned=nobody'), [`#${fire}`])
  t.strictSame(await found('priority=high'), [`#${invoice}`])
  t.strictSame(await found('category=billing&sort=activity'), [`#${invoice}`])
  t.strictSame(await found('status=closed'), [`#${idea}`], 'closed tickets do not wait, and are shown all the same')
  t.strictSame(await found('status=closed&sort=waiting'), [`#${idea}`])
  t.strictSame(await found('sort=activity&q=nice'), [`#${idea}`], 'words of a reply')
  t.strictSame(await found(`q=%23${fire}`), [`#${fire}`])
  t.strictSame(await found('needs=1&sort=priority'), [`#${invoice}`, `#${fire}`])
  t.match((await grace.get('/desk?q=elephant')).$('#ticket-list').text(), /No ticket fits/)
  t.match((await grace.get('/desk?status=waiting')).$('#status option[selected]').text(), /Waits for the customer/)
  t.equal((await grace.get("/desk?status=%00'&sort=rubbish&after=1.2.3.4&assigned=x&q=%25_%00'")).status, 200)
})

t.test('an agent sees that something is new on a ticket of theirs', async t => {
  const w = await world(t)
  const { grace, mona, ada } = w
  const reference = await asked(w)
  await send(grace, reference, 'assignment')
  await ada.post(`/tickets/${reference}/replies`, { text: 'Hello?' })

  const { $ } = await grace.get('/desk')
  t.match($('header a[href="/desk"]').text(), /1 new/)
  t.notMatch($('header a[href="/tickets"]').text(), /new/)
  t.match($('.ticket-line').text(), /1 new/)
  t.notMatch((await mona.get('/desk')).$('.ticket-line').text(), /1 new/)
})

t.test('the queue goes on, page after page, each ticket once', async t => {
  const w = await world(t)
  const { grace } = w
  await fill(w, 60)

  const seen: string[] = []
  let next: string | undefined = '/desk'
  while (next !== undefined) {
    const { $ }: Awaited<ReturnType<typeof grace.get>> = await grace.get(next)
    seen.push(...referencesIn($))
    next = $('.pages a').filter((_, link) => $(link).text() === 'Next page').attr('href')
  }
  t.equal(seen.length, 60)
  t.equal(new Set(seen).size, 60)
  t.strictSame(seen, seen.toSorted((a, b) => Number(b.slice(1)) - Number(a.slice(1))), 'in one order over all pages')
})

/** Many tickets of the same moment and of moments before: the later opened, the longer waiting. */
async function fill({ db, ada }: World, count: number): Promise<void> {
  const now = Date.now()
  const rows = Array.from({ length: count }, (_, at) => ({ customer_id: ada.id, title: `Matter ${at}`, description: '', waiting_since: new Date(now - at * 1_000) }))
  await db.insertInto('tickets').values(rows).execute()
}

function referencesIn($: Awaited<ReturnType<World['grace']['get']>>['$']): string[] {
  return $('.ticket-line .reference').toArray().map(element => $(element).text())
}
