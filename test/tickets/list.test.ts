import t from 'tap'
import { swap } from '../support/client.ts'
import { answer, ask, change } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'

t.test('my tickets', async t => {
  const { ada, carl, grace, visitor, db } = await world(t)
  const titles = async (query: string, person = ada) => {
    const { $ } = await person.get(`/tickets?${query}`)
    return $('.ticket-line .ticket-title a').toArray().map(link => $(link).text())
  }

  await t.test('before the first one tell what to do', async t => {
    const { $, body } = await ada.get('/tickets')
    t.match($('#ticket-list').text(), 'You have not asked us anything yet')
    t.equal($('#ticket-list a').attr('href'), '/tickets/new')
    t.equal($('#filters').length, 0, 'with nothing to filter')
    t.notMatch(body, 'Download as CSV')
  })

  const printer = await ask(ada, { title: 'Printer', category: 'problem', priority: 'low' })
  const invoice = await ask(ada, { title: 'Invoice', category: 'billing', priority: 'urgent' })
  const parcel = await ask(ada, { title: 'Parcel', category: 'orders', priority: 'normal' })
  await ask(carl, { title: 'Carl’s secret', category: 'billing', priority: 'high' })
  await answer(grace, printer, 'Is it plugged in?')

  await t.test('show what is needed to know where one stands', async t => {
    const { $ } = await ada.get('/tickets')
    const line = $('.ticket-line').first()
    t.match(line.text(), new RegExp(`Printer[\\s\\S]*#${printer}[\\s\\S]*Waiting for you[\\s\\S]*Low[\\s\\S]*Something does not work`))
    t.equal(line.find('time').length, 1)
    t.match($('#ticket-count').text(), '3 tickets')
    t.notMatch($.html(), 'Carl’s secret')
  })

  await t.test('mark what is new and count it', async t => {
    const { $ } = await ada.get('/tickets')
    t.match($('.ticket-line[data-new]').text(), /Printer\s*1 new/)
    t.equal($('.ticket-line[data-new]').length, 1)
    t.match($('nav a[href="/tickets"]').text(), '1 new')
    await ada.get(`/tickets/${printer}`)
    t.ok(await until(async () => (await ada.get('/tickets')).$('.badge').length === 0), 'until it was read')
  })

  await t.test('are ordered in three ways', async t => {
    t.strictSame(await titles(''), ['Printer', 'Parcel', 'Invoice'], 'by last activity')
    t.strictSame(await titles('sort=opened'), ['Parcel', 'Invoice', 'Printer'])
    t.strictSame(await titles('sort=priority'), ['Invoice', 'Parcel', 'Printer'])
    t.strictSame(await titles('sort=waiting'), ['Printer', 'Parcel', 'Invoice'], 'the desk’s order is not ours')
  })

  await t.test('are filtered by one thing or several', async t => {
    t.strictSame(await titles('status=waiting'), ['Printer'])
    t.strictSame(await titles('status=open&priority=urgent'), ['Invoice'])
    t.strictSame(await titles('category=orders'), ['Parcel'])
    t.strictSame(await titles('needs=1'), ['Printer'])
    t.strictSame(await titles('status=any&priority=any&category=any&sort=opened'), ['Parcel', 'Invoice', 'Printer'])
    t.strictSame(await titles('needs=1&status=open'), [])
    t.strictSame(await titles('category=no-such'), [])
    t.strictSame(await titles('assigned=nobody&status=lost&sort=&after=rubbish'), ['Printer', 'Parcel', 'Invoice'], 'what makes no sense is ignored')
  })

  await t.test('keep the whole state in the address', async t => {
    const { $ } = await ada.get('/tickets?q=inv&status=open&priority=urgent&category=billing&sort=opened')
    const state = Object.fromEntries($('#filters').serializeArray().map(({ name, value }) => [name, value]))
    t.strictSame(state, { q: 'inv', status: 'open', priority: 'urgent', category: 'billing', whose: 'mine', sort: 'opened' })
    t.equal($('#ticket-list .list-head a').first().attr('href'), '/tickets', 'and lead back to all')
  })

  await t.test('say when nothing fits', async t => {
    const { $ } = await ada.get('/tickets?status=closed')
    t.match($('#ticket-list').text(), 'No ticket fits')
    t.equal($('#ticket-list a').attr('href'), '/tickets')
    t.equal($('#filters').length, 1, 'with the filters still there')
  })

  await t.test('are swapped as a region with its count', async t => {
    const { body, response } = await ada.get('/tickets?status=waiting', swap('ticket-list'))
    t.match(body, /^\s*<section id="ticket-list"/)
    t.match(body, '1 ticket<')
    t.notMatch(body, '<html')
    t.match(response.headers.vary, 'HX-Target')
  })

  await t.test('follow what staff do', async t => {
    await change(grace, parcel, { status: 'resolved', resolution: 'Found in the shed' })
    t.strictSame(await titles('status=resolved'), ['Parcel'])
    t.strictSame(await titles('needs=1'), ['Printer'], 'only what waits for an answer needs one')
    t.ok(invoice < parcel)
  })

  await t.test('are for who is signed in; staff see their own here, not everybody’s', async t => {
    t.match((await visitor.get('/tickets?status=open')).location, '/sign-in?next=%2Ftickets%3Fstatus%3Dopen')
    t.strictSame(await titles('', grace), [])
    const [carls] = await db.selectFrom('tickets').select('reference').where('customer_id', '=', carl.id).execute()
    t.strictSame(await titles(`q=${carls?.reference}`), [])
  })
})
