import t from 'tap'
import { world } from '../support/world.ts'

const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }

t.test('asking for help and being answered', async t => {
  const { ada, carl, grace } = await world(t)
  const { status, location, body } = await ada.post('/tickets', ticket)
  t.equal(status, 303, body)
  t.equal(location, '/tickets/1001/sent')
  const sent = await ada.get('/tickets/1001/sent')
  t.match(sent.$('h1').text(), /#1001/)

  const shown = await ada.get('/tickets/1001')
  t.match(shown.$('#conversation').html(), /<strong>quite<\/strong>/)
  t.equal((await carl.get('/tickets/1001')).status, 404)

  const desk = await grace.get('/desk/tickets/1001')
  t.equal(desk.status, 200, desk.body)
  const answered = await grace.post('/desk/tickets/1001/replies', { text: 'Water?', version: desk.$('[name=version]').first().val() as string })
  t.equal(answered.status, 303, answered.body)
  const list = await ada.get('/tickets')
  t.match(list.$('#ticket-list').text(), /1 new/)
})
