import t from 'tap'
import { answer, ask, change } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'

t.test('the start page', async t => {
  const { ada, carl, grace, mona, visitor, db } = await world(t)
  const parts = async () => {
    const { $ } = await ada.get('/')
    const lines = (id: string) => $(`section[aria-labelledby=${id}] .ticket-title a`).toArray().map(link => $(link).text())
    return { needMe: lines('need-me'), latest: lines('latest'), text: $('main').text() }
  }

  await t.test('tells a visitor what to do', async t => {
    const { $, status } = await visitor.get('/')
    t.equal(status, 200)
    t.match($('main a').toArray().map(link => $(link).attr('href')), ['/tickets/new', '/sign-in?next=/tickets'])
  })

  await t.test('leads staff to the desk', async t => {
    for (const agent of [grace, mona]) t.equal((await agent.get('/')).location, '/desk')
  })

  await t.test('greets a customer who has nothing yet', async t => {
    const { needMe, latest, text } = await parts()
    t.strictSame([needMe, latest], [[], []])
    t.match(text, /Hello, Ada[\s\S]*Nothing is waiting for you/)
  })

  await t.test('shows what waits for an answer first, then the latest', async t => {
    const waiting = await ask(ada, { title: 'Waiting' })
    await ask(ada, { title: 'With staff' })
    await ask(carl, { title: 'Carl’s' })
    await answer(grace, waiting, 'And?')
    t.match(await parts(), { needMe: ['Waiting'], latest: ['With staff'] })
  })

  await t.test('shows what is new until it was read', async t => {
    const changed = await ask(ada, { title: 'Changed' })
    await change(grace, changed, { priority: 'low' })
    t.match(await parts(), { needMe: ['Changed', 'Waiting'] })
    await ada.get(`/tickets/${changed}`)
    t.ok(await until(async () => (await parts()).needMe.length === 1))
    t.match(await parts(), { needMe: ['Waiting'], latest: ['Changed', 'With staff'] })
  })

  await t.test('forgets nothing that waits, however old', async t => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ customer_id: ada.id, title: `Later ${at}`, description: 'x', last_activity_at: new Date(Date.now() + 60_000 + at) }))
    await db.insertInto('tickets').values(rows).execute()
    const { needMe, latest } = await parts()
    t.strictSame(needMe, ['Waiting'])
    t.strictSame(latest, ['Later 39', 'Later 38', 'Later 37', 'Later 36', 'Later 35'])
  })
})
