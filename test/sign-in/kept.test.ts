import t from 'tap'
import { sweepSignIn } from '../../src/sign-in/store.ts'
import { swap, type Answer, type Client } from '../support/client.ts'
import { password, world, type Someone, type World } from '../support/world.ts'

const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.\n\nCome quickly', priority: 'high', intent: 'send' }

/** Ada has a form open when her session ends. */
async function interrupted({ db, ada }: Pick<World, 'db' | 'ada'>): Promise<{ proof: Record<string, string>; signIn(): Promise<void> }> {
  const proof = await ada.proof()
  await db.deleteFrom('sessions').where('profile_id', '=', ada.id).execute()
  return { proof, signIn: () => signIn(ada, ada) }
}

async function signIn(browser: Client, { email }: Pick<Someone, 'email'>): Promise<void> {
  delete browser.cookies['session']
  await browser.post('/sign-in', { email, password })
}

/** Fills in what the page's form would send. */
function fieldsOf({ $ }: Answer, action: string): Record<string, string> {
  const form = $(`main form[action="${action}"]`)
  return Object.fromEntries(form.find('[name]').toArray().map(field => [$(field).attr('name') ?? '', String($(field).val() ?? '').replace(/^\n/, '')]))
}

t.test('text posted after the session has ended', async t => {
  const w = await world(t)
  const { db, ada, carl, browser } = w
  const kept = () => db.selectFrom('drafts').select(['id', 'profile_id', 'fields']).where('form', '=', 'parked').execute()

  await t.test('waits for its author after sign-in, and is sent with one press', async t => {
    const { proof } = await interrupted(w)
    const { status, location } = await ada.post('/tickets', { ...ticket, ...proof, submission: '11111111-1111-4111-8111-111111111111' })
    t.equal(status, 303)
    t.match(location, /^\/sign-in\?next=%2Fsign-in%2Fkept%2F/)

    delete ada.cookies['session']
    const page = await ada.get(location ?? '')
    t.match(page.$('main').text(), /Your text|kept: sign in and send it/)
    const signedIn = await ada.post('/sign-in', { email: ada.email, password, next: String(page.$('[name=next]').val()) })
    t.match(signedIn.location, /^\/sign-in\/kept\//)

    const waiting = await ada.get(signedIn.location ?? '')
    t.equal(waiting.$('[name=title]').val(), ticket.title)
    const fields = fieldsOf(waiting, '/tickets')
    t.equal(fields['description'], ticket.description)
    t.equal(fields['submission'], '11111111-1111-4111-8111-111111111111')
    t.equal((await ada.post('/tickets', fields)).location, '/tickets/1001/sent')
    t.strictSame(await kept(), [], 'and then is forgotten')
    t.equal((await ada.post('/tickets', fields)).location, '/tickets/1001/sent', 'sent twice, it is one ticket')
    t.equal((await ada.get(signedIn.location ?? '')).status, 404)
  })

  await t.test('is nobody else’s', async t => {
    const { proof, signIn: again } = await interrupted(w)
    const { location = '' } = await ada.post('/tickets', { ...ticket, ...proof })
    const next = new URL(location, 'http://any.test').searchParams.get('next') ?? ''

    t.equal((await carl.get(next)).status, 404)
    t.equal((await w.grace.get(next)).status, 404)
    t.equal((await browser().get(next)).status, 303)
    t.equal((await carl.post(`${next}/removal`)).status, 303)
    t.equal((await kept()).length, 1, 'nor can Carl throw it away')
    await signIn(browser(), carl)
    await again()
    t.equal((await ada.get(next)).status, 200)
  })

  await t.test('is offered after any sign-in, until it is thrown away', async t => {
    const later = browser()
    const { location = '' } = await later.post('/sign-in', { email: ada.email, password })
    t.match(location, /^\/sign-in\/kept\//)
    t.equal((await browser().post('/sign-in', { email: ada.email, password, next: '/tickets' })).location, '/tickets', 'but who wants to go elsewhere goes there')
    t.equal((await later.post(`${location}/removal`)).location, '/')
    t.match((await later.get('/')).$('main').text(), /Text thrown away/)
    t.equal((await later.post(`${location}/removal`)).status, 303, 'a second time changes nothing')
    t.equal((await browser().post('/sign-in', { email: ada.email, password })).location, '/')
    for (const bad of ['x', "'", '00000000-0000-4000-8000-000000000000']) t.equal((await later.get(`/sign-in/kept/${encodeURIComponent(bad)}`)).status, 404)
    t.equal((await later.post('/sign-in/kept/x/removal')).status, 404)
  })

  await t.test('cannot be put into another’s hands by naming them as its author', async t => {
    const { proof, signIn: again } = await interrupted(w)
    const { status, $ } = await ada.post('/tickets', { ...ticket, ...proof, author: carl.id })
    t.equal(status, 403)
    t.equal($('main [name=title]').val(), ticket.title, 'the text stays on the page')
    t.strictSame(await kept(), [])
    await again()
  })

  await t.test('comes with a form that has files too: the text is kept, the files are not', async t => {
    const { proof, signIn: again } = await interrupted(w)
    const { status, location } = await ada.upload('/tickets', { ...proof, ...ticket }, [{ name: 'log.txt', content: 'x'.repeat(100_000), type: 'text/plain' }])
    t.equal(status, 303)
    await again()
    const next = new URL(location ?? '', 'http://any.test').searchParams.get('next') ?? ''
    t.equal(fieldsOf(await ada.get(next), '/tickets')['description'], ticket.description)
    t.strictSame(await db.selectFrom('attachments').select('id').execute(), [])
    await db.deleteFrom('drafts').execute()
  })

  await t.test('comes from htmx too, which is sent to sign in as a whole page', async t => {
    const { proof, signIn: again } = await interrupted(w)
    const { status, response } = await ada.post('/tickets/1001/replies', { text: 'Still burning', ...proof }, swap('conversation'))
    t.equal(status, 200)
    t.match(response.headers['hx-redirect'], /^\/sign-in\?next=%2Fsign-in%2Fkept%2F/)
    await again()
    t.match(await kept(), [{ profile_id: ada.id, fields: { text: 'Still burning', action: '/tickets/1001/replies' } }])
  })

  await t.test('is swept away after seven days', async t => {
    await sweepSignIn(db)
    t.equal((await kept()).length, 1)
    await db.updateTable('drafts').set({ updated_at: new Date(Date.now() - 7.01 * 86_400_000) }).execute()
    await sweepSignIn(db)
    t.strictSame(await kept(), [])
  })

  await t.test('does not come back after its form was answered with something to correct, and then sent', async t => {
    const { proof, signIn: again } = await interrupted(w)
    const { location = '' } = await ada.post('/tickets', { ...ticket, ...proof, title: '' })
    await again()
    const next = new URL(location, 'http://any.test').searchParams.get('next') ?? ''
    const refused = await ada.post('/tickets', fieldsOf(await ada.get(next), '/tickets'))
    t.equal(refused.status, 422)
    t.match(refused.$('[name=description]').val(), 'Come quickly', 'its text is in that form now')
    t.equal((await ada.post('/tickets', { ...fieldsOf(refused, '/tickets'), ...ticket })).status, 303)
    t.strictSame(await kept(), [])
  })

  await t.test('stays where it is when it could not be sent to where it was to go', async t => {
    const { proof, signIn: again } = await interrupted(w)
    await ada.post('/tickets/9999/replies', { text: 'Still burning', ...proof })
    await again()
    const [{ id } = { id: '' }] = await kept()
    t.equal((await ada.post('/tickets/9999/replies', { text: 'Still burning', parked: id })).status, 404)
    t.equal((await kept()).length, 1)
    await db.deleteFrom('drafts').execute()
  })

  await t.test('is kept twenty times, the newest, and not more often than sixty times an hour', async t => {
    const { proof, signIn: again } = await interrupted(w)
    await db.deleteFrom('attempts').execute()
    const post = (title: string) => ada.post('/tickets', { ...ticket, ...proof, title })
    for (let time = 1; time <= 22; time++) await post(`Number ${time}`)
    t.strictSame((await kept()).map(({ fields }) => Number(fields['title']?.replace('Number ', ''))).sort((a, b) => a - b), Array.from({ length: 20 }, (_, at) => at + 3))
    await db.updateTable('attempts').set({ count: 60 }).where('key', '=', `parking:${ada.id}`).execute()
    const { status, $ } = await post('One too many')
    t.equal(status, 429)
    t.equal($('main [name=title]').val(), 'One too many', 'the text stays on the page')
    t.notOk((await kept()).some(({ fields }) => fields['title'] === 'One too many'))
    await again()
    await db.deleteFrom('drafts').execute()
  })
})

t.test('what is no text is not kept', async t => {
  const w = await world(t)
  const { db, ada } = w
  const { proof } = await interrupted(w)
  t.equal((await ada.post('/account/security', { ...proof, password, 'new-password': 'another horse battery' })).location, '/sign-in?next=%2Faccount%2Fsecurity')
  t.equal((await ada.post('/tickets/1001/closure', proof)).location, '/sign-in?next=%2Ftickets%2F1001%2Fclosure')
  t.equal((await ada.post('/sign-in/kept/x/removal', proof)).location, '/sign-in', 'an address that cannot be read is not where to go on')
  await ada.post('/tickets', { ...ticket, ...proof, password: 'my secret words', 'new-password': 'my secret words' })
  t.notMatch(JSON.stringify(await db.selectFrom('drafts').select('fields').execute()), /secret words|horse battery/, 'no password is ever written down')
})

t.test('text of a visitor stays on the page until somebody has signed in', async t => {
  const { ada, visitor } = await world(t)
  const proof = await visitor.proof()
  const refused = await visitor.post('/tickets', { ...ticket, ...proof })
  t.equal(refused.status, 403)
  t.match(refused.$('main').text(), /Sign in in another tab/)
  await signIn(visitor, ada)
  const asked = await visitor.post('/tickets', fieldsOf(refused, '/tickets'))
  t.equal(asked.status, 403, 'a form that was made for nobody is not sent in Ada’s name unasked')
  t.equal((await visitor.post('/tickets', fieldsOf(asked, '/tickets'))).status, 303)
})
