import t from 'tap'
import { answer, ask } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'

t.test('searching my tickets', async t => {
  const { ada, carl, grace } = await world(t)
  const found = async (q: string, person = ada) => {
    const { $, status } = await person.get(`/tickets?${new URLSearchParams({ q })}`)
    t.equal(status, 200)
    return $('.ticket-line .ticket-title a').toArray().map(link => $(link).text()).sort()
  }
  const head = async (q: string) => (await ada.get(`/tickets?${new URLSearchParams({ q })}`)).$('#ticket-count').text()

  const invoice = await ask(ada, { title: 'Wrong invoice', description: 'The address is my old one in Geneva.' })
  const printer = await ask(ada, { title: 'Printer on fire', description: 'Paper everywhere. 100% of it_is "burnt".' })
  const secret = await ask(carl, { title: 'Carl’s merger with Umbrella', description: 'invoice zanzibar' })
  await answer(grace, printer, 'Please unplug the thingamajig.')
  await answer(grace, secret, 'The xylophone is ready.')
  await answer(grace, invoice, 'She seems confused about quetzalcoatl.', 'notes')

  await t.test('finds words in title, description and replies', async t => {
    t.strictSame(await found('invoice'), ['Wrong invoice'])
    t.strictSame(await found('geneva address'), ['Wrong invoice'])
    t.strictSame(await found('thingamajig'), ['Printer on fire'])
    t.match(await head('geneva printers'), /^(?!1 ticket$)/, 'all words have to be there')
    t.strictSame(await found('printers'), ['Printer on fire'], 'in any of their forms')
    t.strictSame(await found('fire or invoice'), ['Printer on fire', 'Wrong invoice'])
    t.strictSame(await found('"wrong invoice"'), ['Wrong invoice'])
    t.strictSame(await found('“wrong invoice”'), ['Wrong invoice'], 'with quotes as phones write them')
    t.match(await head('invoice'), /^1 ticket$/)
  })

  await t.test('finds a ticket by its reference', async t => {
    for (const q of [String(printer), `#${printer}`, ` # ${printer} `]) t.strictSame(await found(q), ['Printer on fire'], q)
  })

  await t.test('finds near words when there are no exact ones, and says so', async t => {
    t.strictSame(await found('invioce'), ['Wrong invoice'])
    t.match(await head('invioce'), 'Nothing with exactly these words')
    t.strictSame(await found('prniter'), ['Printer on fire'])
    t.strictSame(await found('thingamijig'), ['Printer on fire'], 'in replies too')
  })

  await t.test('never finds what is not mine: not a word, not a near one, not a count', async t => {
    for (const q of ['umbrella', 'zanzibar', 'zanzibra', 'xylophone', 'xylofone', String(secret), `#${secret}`, 'merger']) {
      t.strictSame(await found(q), [], q)
      t.match(await head(q), 'No ticket fits')
    }
    t.strictSame(await found('quetzalcoatl'), [], 'nor what staff noted on it')
    t.strictSame(await found('quetzalcoatle'), [])
    t.notMatch((await ada.get('/tickets.csv?q=umbrella')).body, 'Umbrella')
  })

  await t.test('takes any text for words', async t => {
    const hostile = ['%', '_', "'", "' or 1=1 --", '\\', 'a\0b', 'x'.repeat(10_000), 'a & b | !c <-> (d:*', '(((', '!!', ':*', '"', '""', '-', '- -', 'or', '${q}', '<script>alert(1)</script>', '=1+1', '🦊', 'تذكرة', '\ud800', '#', '#99999999999999999999', '999999999999999', ' ']
    for (const q of hostile) {
      const { status, $ } = await ada.get(`/tickets?${new URLSearchParams({ q })}`)
      t.equal(status, 200, JSON.stringify(q.slice(0, 40)))
      t.equal($('main script').length, 0)
    }
    t.strictSame(await found('100%'), ['Printer on fire'])
    t.strictSame(await found('%'), [], 'a percent sign is not a wildcard')
    t.equal((await ada.get('/tickets?q=a&q=b&status[]=open&needs=1&needs=2')).status, 200)
    t.equal((await ada.get('/tickets?q=%E0%A4%A')).status, 200, 'a broken escape')
  })
})

t.test('near words are looked for with measure', async t => {
  const surroundings = await world(t)
  const { ada, carl, grace, db } = surroundings
  const found = async (q: string, person = ada) => (await person.get(`/tickets?${new URLSearchParams({ q })}`)).$('.ticket-line .ticket-title a').toArray().length
  const reference = await ask(ada, { title: 'Wrong invoice' })
  await answer(grace, reference, 'Please unplug the thingamajig.')
  await ask(carl, { title: 'My invoice' })

  await t.test('only among what was written lately', async t => {
    t.equal(await found('thingamijig'), 1)
    await manyReplies(surroundings, reference)
    t.equal(await found('thingamijig'), 0)
    t.equal(await found('thingamajig'), 1, 'the very words are found however old')
  })

  await t.test('so often in a minute; the very words are always found', async t => {
    await db.updateTable('attempts').set({ count: 60 }).where('key', '=', `search:${ada.id}`).execute()
    t.equal(await found('invioce'), 0)
    t.equal(await found('invoice'), 1)
    t.equal(await found('invioce', carl), 1, 'nobody else waits')
  })
})

async function manyReplies({ db, grace }: World, reference: number): Promise<void> {
  const { id } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
  await db.insertInto('replies').values(Array.from({ length: 300 }, () => ({ ticket_id: id, author_id: grace.id, text: 'Yes.', html: '<p>Yes.</p>' }))).execute()
}
