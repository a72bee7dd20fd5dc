import t from 'tap'
import { problems, shown } from '../support/tickets.ts'
import { world, type Someone, type World } from '../support/world.ts'

const path = '/desk/help/synonyms'
const groups = async ({ db }: World) => (await db.selectFrom('synonyms').select(['id', 'words', 'version']).orderBy('words').execute())
const add = async ({ grace }: World, words: string) => grace.post(path, { ...shown(await grace.get(path), 'form[name=add]'), words })

/** The form of a group as somebody sees it now. */
const formOf = async (who: Someone, id: string) => shown(await who.get(path), `form[name=group-${id}]`)

t.test('an agent adds, changes and removes groups of words', async t => {
  const w = await world(t)
  const { grace } = w
  t.equal((await add(w, ' Invoice, bill ,,RECEIPT, bill,  credit   note ')).location, path)
  t.match((await grace.get(path)).$('.toast').text(), /Group added/)
  t.match(await groups(w), [{ words: ['invoice', 'bill', 'receipt', 'credit note'], version: 1 }])
  const [{ id } = { id: '' }] = await groups(w)

  const form = await formOf(grace, id)
  t.equal(form['words'], 'invoice, bill, receipt, credit note')
  t.equal((await grace.post(`${path}/${id}`, { ...form, words: 'invoice, bill' })).status, 303)
  t.match(await groups(w), [{ words: ['invoice', 'bill'], version: 2 }])

  const now = await formOf(grace, id)
  t.equal((await grace.post(`${path}/${id}`, { ...now, intent: 'remove' })).status, 303)
  t.strictSame(await groups(w), [])
  t.equal((await grace.post(`${path}/${id}`, { ...now, intent: 'remove' })).status, 303, 'gone is gone')
})

t.test('what is no group is refused, with what was typed', async t => {
  const w = await world(t)
  const wrong = { '': /at least two/, 'one': /at least two/, 'same, Same,SAME': /at least two/, '!!, ??': /not a word/, [`a, ${'x'.repeat(61)}`]: /not a word/, [Array.from({ length: 21 }, (_, at) => `w${at}`).join()]: /at most 20/ }
  for (const [words, said] of Object.entries(wrong)) {
    const refused = await add(w, words)
    t.equal(refused.status, 422, words)
    t.match(problems(refused)['words'], said)
    t.equal(refused.$('form[name=add] #words').val(), words)
    t.match(refused.$('title').text(), /^Error:/)
  }
  t.strictSame(await groups(w), [])
  t.equal((await add(w, 'pay, zahlen, دفع')).status, 303)
  t.match(problems(await add(w, 'zahlen, دفع, PAY'))['words'], /these words already/)
  t.equal((await add(w, "a'; drop table synonyms --, <b>b</b>")).status, 303)
  t.equal((await groups(w)).length, 2)
})

t.test('sent twice it is added once', async t => {
  const w = await world(t)
  const form = { ...shown(await w.grace.get(path), 'form[name=add]'), words: 'bill, invoice' }
  const first = await w.grace.post(path, form)
  t.equal(first.status, 303)
  t.equal((await groups(w)).length, 1)
  t.equal((await w.grace.post(path, { ...form, words: 'pay, settle' })).status, 409, 'and with other words it is not dropped')
  t.equal((await groups(w)).length, 1)
})

t.test('of two editors the second is told, and keeps what they typed', async t => {
  const w = await world(t)
  const { grace, mona } = w
  await add(w, 'bill, invoice')
  const [{ id } = { id: '' }] = await groups(w)
  const seen = await formOf(mona, id)
  await grace.post(`${path}/${id}`, { ...await formOf(grace, id), words: 'bill, invoice, receipt' })

  const late = await mona.post(`${path}/${id}`, { ...seen, words: 'bill, cheque' })
  t.equal(late.status, 409)
  t.match(late.$('.error-summary').text(), /It is now: bill, invoice, and receipt/)
  t.equal(late.$(`#words-${id}`).val(), 'bill, cheque')
  t.equal((await mona.post(`${path}/${id}`, { ...seen, intent: 'remove' })).status, 409, 'nor is what they have not seen removed')
  t.equal((await mona.post(`${path}/${id}`, shown(late, `form[name=group-${id}]`))).status, 303)
  t.match(await groups(w), [{ words: ['bill', 'cheque'] }])

  const open = await formOf(mona, id)
  await grace.post(`${path}/${id}`, { ...await formOf(grace, id), intent: 'remove' })
  const gone = await mona.post(`${path}/${id}`, { ...open, words: 'bill, note' })
  t.equal(gone.status, 409)
  t.equal(gone.$('form[name=add] #words').val(), 'bill, note')
  t.match(gone.$('.error-summary').text(), /removed this group/)
})

t.test('only staff do, and what is not there is not there', async t => {
  const w = await world(t)
  const { ada, grace, visitor } = w
  await add(w, 'bill, invoice')
  const [{ id } = { id: '' }] = await groups(w)
  for (const url of [path, `${path}/${id}`]) {
    t.equal((await ada.post(url, { words: 'a, b' })).status, 403)
    t.ok([303, 403].includes((await visitor.post(url, { words: 'a, b' })).status))
    t.equal((await ada.get(url)).status, 403)
  }
  t.equal((await grace.post(`${path}/x`, { words: 'a, b' })).status, 404)
  t.equal((await grace.post(`${path}/00000000-0000-4000-8000-000000000000`, { words: 'a, b' })).status, 409)
  t.match(await groups(w), [{ words: ['bill', 'invoice'] }])
})

t.test('many groups go on, page after page', async t => {
  const w = await world(t)
  await w.db.insertInto('synonyms').values(Array.from({ length: 60 }, (_, at) => ({ words: [`a${String(at).padStart(3, '0')}`, 'b'] }))).execute()
  const fields = async (page: string) => (await w.grace.get(`${path}${page}`)).$('form[name^=group-]').length
  t.strictSame([await fields(''), await fields('?page=2'), await fields('?page=x')], [50, 10, 50])
})
