import t from 'tap'
import { answer } from '../support/tickets.ts'
import { picture } from '../support/files.ts'
import { world, type Someone } from '../support/world.ts'
import { joined } from './taking-part.ts'

const show = async (person: Someone) => person.upload('/account/profile', { 'name': person.name, 'address-as': '', 'phone': '', 'company': '' }, [{ field: 'picture', name: 'me.png', content: await picture() }])

t.test('who has a picture is seen beside what they wrote, by everybody on the ticket', async t => {
  const w = await world(t)
  const { ada, carl, grace, visitor } = w
  const { reference } = await joined(w, carl)
  await carl.post(`/tickets/${reference}/replies`, { text: 'It is mine, too.', intent: 'send' })
  await answer(grace, reference, 'Is it plugged in?')
  const pictures = async (who: Someone, page = `/tickets/${reference}`) => {
    const { $ } = await who.get(page)
    return $('.entry').toArray().map(entry => $(entry).find('h3 img').attr('src') ?? 'none')
  }
  t.strictSame(await pictures(ada), ['none', 'none', 'none'], 'nobody has one')

  await show(ada)
  await show(grace)
  for (const [who, page] of [[ada, `/tickets/${reference}`], [carl, `/tickets/${reference}`], [grace, `/desk/tickets/${reference}`]] as const) {
    const [hers, his, staff] = await pictures(who, page)
    t.match([hers, his, staff], [`/account/pictures/${ada.id}?v=`, 'none', `/account/pictures/${grace.id}?v=`])
    for (const address of [hers, staff]) {
      const { status, response } = await who.get(address ?? '')
      t.equal(status, 200)
      t.equal(response.headers['content-type'], 'image/webp')
    }
    t.equal((await visitor.get(hers ?? '')).status, 303)
  }
  const { $ } = await carl.get(`/tickets/${reference}`)
  t.equal($('.entry h3 img').attr('alt'), '', 'the name beside it says who it is')
  t.equal($('.event img').length, 0)
})
