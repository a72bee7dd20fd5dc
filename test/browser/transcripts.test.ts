import t from 'tap'
import { openLive, signedInAs, site } from '../support/browser.ts'
import { compareTranscript } from '../support/reader.ts'
import { until } from '../support/until.ts'

const ticket = { category: 'problem', title: 'The lamp flickers', description: 'Since **Monday**.', priority: 'high' }

t.test('what a screen reader says', async t => {
  const place = await site(t)
  const { ada, grace, db } = place
  await ada.post('/tickets', ticket)

  t.test('of signing in with an error', async t => {
    const page = await place.open()
    await page.goto('/sign-in')
    await page.getByLabel('E-mail address').fill('ada@example.com')
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await compareTranscript(t, page, 'sign-in-refused')
  })

  t.test('of the list with a filter', async t => {
    const page = await signedInAs(await place.open(), ada, place.base)
    await page.goto('/tickets?status=open')
    await compareTranscript(t, page, 'list-filtered')
  })

  t.test('of a ticket with a new reply', async t => {
    const page = await signedInAs(await place.open(), ada, place.base)
    await openLive(page, '/tickets/1001')
    await until(async () => (await db.selectFrom('ticket_reads').selectAll().where('profile_id', '=', ada.id).execute()).length === 1)
    const { $ } = await grace.get('/desk/tickets/1001')
    await grace.post('/desk/tickets/1001/replies', { text: 'Which socket is it in?', version: String($('[name=version]').first().val()) })
    await page.locator('#conversation').getByText('Which socket is it in?').waitFor()
    await page.locator('#said', { hasText: 'New reply from Grace' }).waitFor({ state: 'attached' })
    await compareTranscript(t, page, 'ticket-with-news')
  })

  t.test('of a new ticket with errors', async t => {
    const page = await signedInAs(await place.open(), ada, place.base)
    await page.goto('/tickets/new')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await compareTranscript(t, page, 'new-ticket-refused')
  })
})
