import t from 'tap'
import { ask, question } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'

/** Many tickets, most of them of the same moment. */
async function plenty({ db, ada, carl }: World, count: number): Promise<void> {
  const moments = [new Date(2026, 4, 1), new Date(2026, 4, 1), new Date(2026, 4, 2)]
  const priorities = ['low', 'normal', 'high', 'urgent'] as const
  const rows = Array.from({ length: count }, (_, at) => ({
    customer_id: at % 9 === 8 ? carl.id : ada.id, title: `Ticket ${at}`, description: 'A needle in many haystacks',
    priority: priorities[at % 4] ?? 'low', last_activity_at: moments[at % 3] ?? new Date(), created_at: new Date(2026, 4, 1),
  }))
  await db.insertInto('tickets').values(rows).execute()
}

t.test('a long list', async t => {
  const surroundings = await world(t)
  const { ada, db } = surroundings
  await plenty(surroundings, 72)
  const mine = (await db.selectFrom('tickets').select('title').where('customer_id', '=', ada.id).execute()).map(({ title }) => title).sort()

  /** All pages, as somebody sees them who presses "Next page" until there is none. */
  async function walk(start: string): Promise<string[][]> {
    const pages: string[][] = []
    for (let url: string | undefined = start; url !== undefined && pages.length < 10;) {
      const { $ } = await ada.get(url)
      pages.push($('.ticket-line .ticket-title a').toArray().map(link => $(link).text()))
      url = $('nav.pages a').toArray().map(link => $(link).attr('href')).find(href => href?.includes('after='))
    }
    return pages
  }

  for (const sort of ['activity', 'opened', 'priority']) {
    await t.test(`shows each ticket exactly once, sorted by ${sort}`, async t => {
      const pages = await walk(`/tickets?sort=${sort}`)
      t.strictSame(pages.map(page => page.length), [25, 25, 14])
      t.strictSame(pages.flat().sort(), mine)
    })
  }

  await t.test('keeps search and filters from page to page, near words too', async t => {
    const exact = await walk('/tickets?q=needle')
    t.strictSame(exact.flat().sort(), mine)
    const near = await walk('/tickets?q=haystaks')
    t.strictSame(near.map(page => page.length), [25, 25, 14])
    t.strictSame(near.flat().sort(), mine)
    const few = await walk('/tickets?priority=urgent')
    t.equal(few.flat().length, (await db.selectFrom('tickets').select('id').where('customer_id', '=', ada.id).where('priority', '=', 'urgent').execute()).length)
  })

  await t.test('goes on from where one was, whatever has come since', async t => {
    const first = await ada.get('/tickets?sort=opened')
    const next = String(first.$('nav.pages a').last().attr('href'))
    await ask(ada, { ...question, title: 'Brand new' })
    const { $ } = await ada.get(next)
    t.equal($('.ticket-line').length, 25)
    t.equal($('nav.pages a').first().text(), 'First page')
    t.notMatch($('.tickets').text(), 'Brand new')
  })

  await t.test('begins at the first page when the place makes no sense or is not there any more', async t => {
    for (const [sort, after] of [['activity', 'x'], ['activity', '1001'], ['activity', '1.1'], ['opened', '1'], ['priority', '9.1.1'], ['priority', '1.1.1'], ['activity', "1.1'--"], ['activity', '999999999999999.999999999999999']]) {
      const { $, status } = await ada.get(`/tickets?${new URLSearchParams({ sort: String(sort), after: String(after) })}`)
      t.equal(status, 200, `${sort} ${after}`)
      t.equal($('.ticket-line').length, 25, `${sort} ${after}`)
    }
  })

  await t.test('is exported whole, as it is selected', async t => {
    await db.insertInto('tickets').values({ customer_id: ada.id, title: '=HYPERLINK("http://evil.example")', description: 'x' }).execute()
    const { body, response } = await ada.get('/tickets.csv?sort=opened')
    t.match(response.headers['content-type'], 'text/csv')
    t.match(response.headers['content-disposition'], 'attachment; filename="tickets.csv"')
    const inArabic = await ada.get('/tickets.csv', { 'accept-language': 'ar' })
    t.match(inArabic.response.headers['content-disposition'], encodeURIComponent('الطلبات.csv'), 'its name is of their language, too')
    const lines = body.trimEnd().split('\r\n')
    t.equal(lines.length, 1 + mine.length + 2)
    t.match(lines[0], /^\uFEFFNumber,Title,/)
    t.match(lines[1], `"'=HYPERLINK(""http://evil.example"")"`)
    t.equal(new Set(lines).size, lines.length)

    const near = await ada.get('/tickets.csv?q=haystaks')
    t.equal(near.body.trimEnd().split('\r\n').length, 1 + mine.length, 'near words too, all pages')
    const link = (await ada.get('/tickets?priority=urgent&sort=opened')).$('a[download]').attr('href')
    const urgent = (await ada.get(String(link))).body.trimEnd().split('\r\n').slice(1)
    t.ok(urgent.length > 0 && urgent.every(line => line.includes('Urgent')), 'the link carries the selection')
  })
})
