import t from 'tap'
import { swap } from '../support/client.ts'
import { world } from '../support/world.ts'

const anyone = { config: { access: 'anyone' } } as const

t.test('a toast', async t => {
  const { app, visitor } = await world(t)
  app.get('/test/redirect', anyone, async (_request, reply) => reply.toast('done', 'sign-in.signed-out').redirect('/', 303))
  const said = ({ $ }: Awaited<ReturnType<typeof visitor.get>>) => $('main .toast').text()

  await t.test('waits over a redirect for the next page, leads its title, and is gone after that', async t => {
    await visitor.get('/test/redirect')
    await visitor.get('/', swap('main'))
    await visitor.get('/health/live', { accept: '*/*' })
    const page = await visitor.get('/sign-in')
    t.equal(said(page), 'You are signed out')
    t.match(page.$('title').text(), /^You are signed out/)
    t.equal(said(await visitor.get('/sign-in')), '')
  })

  await t.test('that nobody of us has signed is not said', async t => {
    await visitor.get('/test/redirect')
    const { toasts = '' } = visitor.cookies
    for (const forged of [toasts.replace(/.$/, last => last === 'A' ? 'B' : 'A'), encodeURIComponent('[{"kind":"done","text":"Call 0900 1234"}]'), 'x', '[]', '%00']) {
      visitor.cookies['toasts'] = forged
      const page = await visitor.get('/sign-in')
      t.equal(page.status, 200, forged)
      t.equal(said(page), '', forged)
    }
  })

  await t.test('that we signed for something else is not said either', async t => {
    visitor.cookies['toasts'] = encodeURIComponent(app.signCookie('account.device'))
    const page = await visitor.get('/sign-in')
    t.equal(page.status, 200)
    t.equal(said(page), '')
  })
})
