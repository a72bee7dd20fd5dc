import t from 'tap'
import { swap } from '../support/client.ts'
import { picture } from '../support/files.ts'
import { answer, ask, change, question } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'

const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }

t.test('the page of a ticket', async t => {
  const { ada, grace, db } = await world(t, { ANSWER_HOURS: '4,8,24,72' })
  const reference = await ask(ada)
  const panel = async () => (await ada.get(`/tickets/${reference}`)).$('#status-panel').text().replace(/\s+/g, ' ')
  const lines = async () => {
    const { $ } = await ada.get(`/tickets/${reference}`)
    return $('.entries > li').toArray().map(line => $(line).text().replace(/\s+/g, ' ').trim())
  }

  await t.test('says at a glance where it stands', async t => {
    t.match(await panel(), /With us It is our turn We mean to answer by .* Priority High Category\s*Something does not work/)
    await db.updateTable('tickets').set({ waiting_since: new Date(Date.now() - 9 * 3_600_000) }).where('reference', '=', reference).execute()
    t.match(await panel(), 'We are later than we meant to be')
    await answer(grace, reference, 'Is it *plugged in*?')
    t.match(await panel(), /Waiting for you It is your turn We need your answer/)
    await change(grace, reference, { status: 'resolved', resolution: 'Turned it **off** and on', agent: grace.id })
    t.match(await panel(), /Resolved Your word: is it solved\? .* closes by itself on .*Looked after by\s*Grace/)
    await ada.post(`/tickets/${reference}/closure`)
    t.match(await panel(), /Closed Nobody has to do anything .* open it again for 14 days/)
  })

  await t.test('tells what happened in the order in which it happened', async t => {
    const said = (await lines()).join('\n')
    t.match(said, /Ada[^\n]*It is quite warm\.[\s\S]*Grace Staff[^\n]*Is it plugged in\?[\s\S]*Grace marked this as resolved[\s\S]*You closed/)
    const { $ } = await ada.get(`/tickets/${reference}`)
    t.match($('.resolution .written').html(), '<strong>off</strong>', 'with how it was resolved')
    t.equal($('.written:not([hx-ignore])').length, 0, 'htmx obeys nothing that somebody wrote')
  })

  await t.test('prints without forms and navigation', async t => {
    const { $, status } = await ada.get(`/tickets/${reference}/print`)
    t.equal(status, 200)
    t.equal($('main form, main [data-live]').length, 0)
    t.match($('main').text(), /quite[\s\S]*plugged in[\s\S]*off/)
  })

  await t.test('is a region for htmx and a page for everybody else', async t => {
    t.match((await ada.get(`/tickets/${reference}`, swap('ticket'))).body, /^\s*<article id="ticket"/)
    t.match((await ada.get(`/tickets/${reference}`, { ...swap('ticket'), 'hx-history-restore-request': 'true' })).body, /^<!doctype html>/)
  })

  await t.test('leads back from addresses that are only posted to', async t => {
    for (const noun of ['replies', 'closure', 'reopening', 'rating']) {
      const { status, location } = await ada.get(`/tickets/${reference}/${noun}`)
      t.strictSame([status, location], [303, `/tickets/${reference}`], noun)
    }
  })

  await t.test('shows the events of a priority and a category in words', async t => {
    const other = await ask(ada, { ...question, priority: 'low' })
    await change(grace, other, { priority: 'urgent', category: 'billing' })
    const { $ } = await ada.get(`/tickets/${other}`)
    t.match($('.entries').text(), /Grace set the priority to “Urgent”/)
    t.match($('.entries').text(), /Billing and payment/)
  })

  await t.test('shows pictures small, with their size, and other files with theirs', async t => {
    const other = await ask(ada)
    await ada.upload(`/tickets/${other}/replies`, { text: 'See here', intent: 'send' }, [{ name: 'desk.png', content: await picture(640, 480) }, log])
    const { $ } = await ada.get(`/tickets/${other}`)
    const files = $('.entry').last().find('.files')
    const { src, alt, width, height } = files.find('img').get(0)?.attribs ?? {}
    t.match({ src, alt, width, height }, { src: /\?size=small$/, alt: 'desk.png', width: '320', height: '240' })
    t.match(files.text(), /error\.log\s*8 bytes/)
    t.equal($('.entry').first().find('.files').length, 0, 'each file with the words it came with')
  })
})

t.test('what is new since the last visit', async t => {
  const { ada, grace, db } = await world(t)
  const reference = await ask(ada)
  const seen = () => until(async () => (await db.selectFrom('ticket_reads').select('news').where('profile_id', '=', ada.id).execute()).every(({ news }) => news === 0))
  const newLine = async () => {
    const { $ } = await ada.get(`/tickets/${reference}`)
    return { says: $('#new').text(), before: $('.new-line').next().find('.written').text().trim() }
  }

  t.strictSame(await newLine(), { says: '', before: '' }, 'nothing at the first visit')
  t.ok(await until(async () => (await db.selectFrom('ticket_reads').selectAll().where('profile_id', '=', ada.id).execute()).length === 1), 'a visit is remembered, after the page went out')

  await answer(grace, reference, 'First answer')
  await answer(grace, reference, 'Second answer')
  t.strictSame(await newLine(), { says: 'New since your last visit', before: 'First answer' })
  t.ok(await seen())
  t.strictSame(await newLine(), { says: '', before: '' }, 'and gone after reading')

  await ada.post(`/tickets/${reference}/replies`, { text: 'My own words', intent: 'send' })
  t.strictSame(await newLine(), { says: '', before: '' }, 'my own words are not news')

  await answer(grace, reference, 'Staff only', 'notes')
  t.strictSame(await newLine(), { says: '', before: '' }, 'nor is what I cannot see')
  t.notMatch((await ada.get('/tickets')).$('.badge').text(), 'new')
})
