import t from 'tap'
import { compose } from '../../src/notifications/letters.ts'
import { t as say } from '../../src/web/i18n.ts'
import { answer, change } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { joined } from './taking-part.ts'

const panel = (page: { $: (selector: string) => { text(): string } }) => page.$('#status-panel').text().replace(/\s+/g, ' ')

t.test('who takes part is not told that a ticket waits for them where it waits for its owner', async t => {
  const w = await world(t)
  const { ada, carl, grace } = w
  const { reference } = await joined(w, carl, 'read')
  const at = `/tickets/${reference}`
  t.match(panel(await carl.get(at)), /With us It is our turn/)

  await answer(grace, reference, 'Is it plugged in?')
  t.match(panel(await ada.get(at)), /Waiting for you It is your turn We need your answer/)
  const home = await carl.get('/')
  t.match(home.$('.ticket-line').text(), /Waiting for an answer[^]*From Ada/)
  t.match(panel(await carl.get(at)), /Waiting for an answer It is Ada’s turn We wait for an answer from Ada\./)
  t.notMatch((await carl.get('/tickets?whose=shared')).$('.ticket-line').text(), /Waiting for you/)
  t.match((await carl.get(`${at}/print`)).$('body').text(), /Ada’s turn/)

  await change(grace, reference, { status: 'resolved', resolution: 'It was the fuse.' })
  t.match(panel(await ada.get(at)), /Resolved Your word: is it solved\? Tell us/)
  t.match(panel(await carl.get(at)), /Resolved It is Ada’s turn Ada tells us whether it is solved\./)
})

t.test('who may write has the turn, too, but not the last word', async t => {
  const w = await world(t)
  const { carl, grace } = w
  const { reference } = await joined(w, carl)
  await answer(grace, reference, 'Is it plugged in?')
  t.match(panel(await carl.get(`/tickets/${reference}`)), /Waiting for an answer It is your turn/)
  await change(grace, reference, { status: 'resolved', resolution: 'It was the fuse.' })
  t.match(panel(await carl.get(`/tickets/${reference}`)), /Ada tells us whether it is solved/)
})

t.test('a mail asks nobody to answer who may only read', t => {
  const details = { name: 'Carl', reference: 1001, title: 'Printer on fire', ticketId: 'x', author: 'Grace', text: 'Is it plugged in?', status: 'waiting' } as const
  const letter = (readOnly: { readOnly?: true }, answerable: boolean) => JSON.stringify(compose({ id: 'x', kind: 'ticket-written', details: { ...details, ...readOnly }, say, baseUrl: 'http://support.test', answerable }).letter)
  const reader = letter({ readOnly: true }, false)
  t.match(reader, /Open the ticket/)
  t.match(reader, /Waiting for an answer/)
  t.notMatch(reader, /for you|[Yy]ou can answer|[Pp]lease answer|Read and answer/)
  t.match(letter({}, true), /Read and answer[^]*You can answer it/)
  t.end()
})
