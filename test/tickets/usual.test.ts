import t from 'tap'
import { readUi, savePreferences, type UiPreferences } from '../../src/preferences/index.ts'
import { swap } from '../support/client.ts'
import { world } from '../support/world.ts'

t.test('my list opens as I like it', async t => {
  const { ada, carl, grace, db } = await world(t)
  const statuses = ['open', 'waiting', 'resolved', 'closed'] as const
  await db.insertInto('tickets').values(Array.from({ length: 60 }, (_, at) => ({
    customer_id: ada.id, title: `Ticket ${at}`, description: '', status: statuses[at % 4] ?? 'open', last_activity_at: new Date(2026, 4, at % 3 + 1),
  }))).execute()
  const like = async (some: Partial<UiPreferences>) => savePreferences(db, ada.id, 'ui', { ...readUi({}), ...some })
  const look = async (url: string) => {
    const { $ } = await ada.get(url)
    return { $, lines: $('.ticket-line').length, of: [...new Set($('.ticket-line .status').toArray().map(line => $(line).attr('data-status')))], next: $('nav.pages a').last().attr('href') }
  }

  for (const size of [10, 25, 50, 100] as const) {
    await t.test(`with ${size} tickets on a page, each of them once`, async t => {
      await like({ ticketsAPage: size })
      for (const start of ['/tickets', '/tickets?sort=opened', '/tickets?sort=priority', '/tickets?q=ticket']) {
        const titles: string[] = []
        for (let url: string | undefined = start; url !== undefined && titles.length < 99;) {
          const { $ } = await ada.get(url)
          const shown = $('.ticket-title a').toArray().map(link => $(link).text())
          t.ok(shown.length <= size)
          titles.push(...shown)
          url = $('nav.pages a').toArray().map(link => $(link).attr('href')).find(href => href?.includes('after='))
        }
        t.equal(titles.length, 60, start)
        t.equal(new Set(titles).size, 60)
      }
    })
  }

  await t.test('with its filter and order', async t => {
    for (const [filter, status] of [['open', 'open'], ['needs', 'waiting'], ['resolved', 'resolved'], ['closed', 'closed']] as const) {
      await like({ filter, sort: 'opened' })
      const { of, $ } = await look('/tickets')
      t.strictSame(of, [status], filter)
      t.equal($('#sort').val(), 'opened')
      t.equal($('#status').val(), filter === 'needs' ? 'any' : filter, 'and the filters say so')
      t.equal($('#needs').attr('checked') !== undefined, filter === 'needs')
    }
  })

  await t.test('and shows anything else that is asked for', async t => {
    await like({ filter: 'open', sort: 'priority', ticketsAPage: 10 })
    t.strictSame((await look('/tickets?status=closed')).of, ['closed'])
    t.ok((await look('/tickets?q=&status=any&priority=any&category=any&sort=activity')).of.length > 1, 'the form, with nothing chosen')
    t.ok((await look('/tickets?sort=activity')).of.length > 1, 'the form as script sends it')
    const all = (await look('/tickets')).$('#ticket-list a:contains("Show all tickets")').attr('href') ?? ''
    t.ok((await look(all)).of.length > 1, 'the way to all of them')
    t.equal((await look(all)).$('#sort').val(), 'priority')
    const { next = '' } = await look('/tickets')
    t.match(next, /status=open/, 'the next page says all of it')
    t.strictSame((await look(next)).of, ['open'])
    t.strictSame((await look('/tickets?utm_source=mail')).of, ['open'], 'what is no part of a list changes nothing')
  })

  await t.test('also when it brings itself up to date', async t => {
    const { $ } = await ada.get('/tickets', swap('ticket-list'))
    t.strictSame([...new Set($('.ticket-line .status').toArray().map(line => $(line).attr('data-status')))], ['open'])
  })

  await t.test('but an export leaves nothing out unasked', async t => {
    t.equal((await ada.get('/tickets.csv')).body.trimEnd().split('\r\n').length, 61)
    const link = (await look('/tickets')).$('a[download]').attr('href') ?? ''
    t.equal((await ada.get(link)).body.trimEnd().split('\r\n').length, 16, 'and holds what is shown where it was asked for there')
  })

  await t.test('and so does the queue of who works at the desk', async t => {
    const mine = readUi({ ticketsAPage: 10 })
    await savePreferences(db, grace.id, 'ui', mine)
    for (const url of ['/desk', '/desk?sort=activity', '/desk?q=ticket&sort=activity']) {
      const { $ } = await grace.get(url)
      t.equal($('.ticket-line').length, 10, url)
      const next = $('nav.pages a').last().attr('href') ?? ''
      t.equal((await grace.get(next)).$('.ticket-line').length, url === '/desk' ? 5 : 10, next)
    }
    await savePreferences(db, grace.id, 'ui', readUi({}))
  })

  await t.test('which is nothing to others', async t => {
    t.equal((await carl.get('/tickets')).$('.ticket-line').length, 0)
    t.equal((await grace.get('/desk?sort=activity')).$('.ticket-line').length, 25)
  })
})
