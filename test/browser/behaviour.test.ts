import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { openLive, signedInAs, site, type Site } from '../support/browser.ts'
import { picture } from '../support/files.ts'
import { allHeard } from '../support/heard.ts'
import { until } from '../support/until.ts'

const ticket = { category: 'problem', title: 'The lamp flickers', description: 'Since Monday.', priority: 'high' }

async function adaAt(t: Test, path: string): Promise<{ place: Site; page: Page }> {
  const place = await site(t)
  await place.ada.post('/tickets', ticket)
  await allHeard(place)
  const page = await signedInAs(await place.open(), place.ada, place.base)
  if (path === '/tickets/new') await page.goto(path)
  else await openLive(page, path)
  return { place, page }
}

async function replyAsGrace(t: Test, { grace }: Site, text: string): Promise<void> {
  const { $ } = await grace.get('/desk/tickets/1001')
  const { status } = await grace.post('/desk/tickets/1001/replies', { text, version: String($('[name=version]').first().val()) })
  t.equal(status, 303)
}

/** Waits until what has the focus says this. */
async function focusIsOn(page: Page, words: RegExp): Promise<boolean> {
  return until(async () => words.test(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')))
}

t.test('a reply that arrives while Ada types shows itself and leaves her text, caret and focus alone', async t => {
  const { place, page } = await adaAt(t, '/tickets/1001')
  const box = page.getByLabel('Your reply')
  await box.fill('I have tried the other socket')
  await box.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(6, 6))
  await replyAsGrace(t, place, 'Which socket is it in?')

  await page.locator('#conversation').getByText('Which socket is it in?').waitFor()
  await page.locator('#said', { hasText: 'New reply from Grace' }).waitFor({ state: 'attached' })
  t.equal(await box.inputValue(), 'I have tried the other socket')
  t.same(await box.evaluate((element: HTMLTextAreaElement) => [element.selectionStart, document.activeElement === element]), [6, true])
  t.match(await page.locator('#status-panel').innerText(), /Waiting for you/)
  t.equal(await page.locator('h1, main').count(), 2, 'only the ticket was refreshed')

  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.locator('#conversation').getByText('I have tried the other socket').waitFor()
})

t.test('the open list shows a reply by itself', async t => {
  const { place, page } = await adaAt(t, '/tickets')
  await replyAsGrace(t, place, 'Which socket is it in?')
  await page.locator('#ticket-list').getByText('1 new').waitFor()
})

t.test('Send pressed twice opens one ticket', async t => {
  const { place, page } = await adaAt(t, '/tickets/new')
  await page.getByLabel('Category').selectOption('problem')
  await page.getByLabel(/^Title/).fill('Pressed twice')
  await page.getByLabel(/^What happened/).fill('Quickly.')
  await page.getByRole('button', { name: 'Send', exact: true }).dblclick()
  await page.getByRole('heading', { name: /We have your message/ }).waitFor()
  t.equal((await place.db.selectFrom('tickets').select('id').where('title', '=', 'Pressed twice').execute()).length, 1)
})

t.test('a refused form takes the focus to its summary, keeps files, and leads to each field', async t => {
  const { page } = await adaAt(t, '/tickets/new')
  await page.getByLabel('Add files').setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer: await picture() })
  await page.getByLabel(/^Title/).fill('Without the rest')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()

  t.ok(await until(() => page.locator('.error-summary').evaluate(element => document.activeElement === element)))
  t.ok(await until(async () => (await page.title()).startsWith('Error: Ask for help')))
  t.equal(await page.getByLabel(/^Title/).inputValue(), 'Without the rest')
  t.match(await page.locator('.received').innerText(), /lamp\.png/)
  await page.getByRole('link', { name: 'Tell us what happened.' }).click()
  t.ok(await until(() => page.evaluate(() => document.activeElement?.id === 'description')))
})

t.test('a line that drops keeps the text and offers to try again', async t => {
  const { page } = await adaAt(t, '/tickets/1001')
  await page.getByLabel('Your reply').fill('Said into the void')
  await page.route('**/replies', route => route.abort())
  await page.getByRole('button', { name: 'Send reply' }).click()
  const again = page.getByRole('button', { name: 'Try again' })
  await again.waitFor()
  t.equal(await page.getByLabel('Your reply').inputValue(), 'Said into the void')

  await page.unroute('**/replies')
  await again.click()
  await page.locator('#conversation').getByText('Said into the void').waitFor()
})

t.test('trying again does what the pressed button says', async t => {
  const { page } = await adaAt(t, '/tickets/1001')
  await page.getByLabel('Your reply').fill('Not to be sent yet')
  await page.route('**/replies', route => route.abort())
  await page.getByRole('button', { name: 'Save draft' }).click()
  const again = page.getByRole('button', { name: 'Try again' })
  await again.waitFor()
  await page.unroute('**/replies')
  await again.click()
  await page.locator('#toasts', { hasText: 'Draft saved' }).waitFor()
  t.ok(await focusIsOn(page, /^Save draft$/))
  t.equal(await page.locator('#conversation').getByText('Not to be sent yet').count(), 0)
})

t.test('what was done leaves the focus on its button, or takes it to where the ticket stands now', async t => {
  const { page } = await adaAt(t, '/tickets/1001')
  await page.getByLabel('Your reply').fill('One more thing')
  await page.getByRole('button', { name: 'Send reply' }).press('Enter')
  await page.locator('#toasts', { hasText: 'Reply sent' }).waitFor()
  t.ok(await focusIsOn(page, /^Send reply$/))

  await page.getByRole('button', { name: 'Send reply' }).press('Enter')
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  t.equal(await page.locator('#toasts').innerText(), '', 'the success of before is not shown beside a problem')

  await page.getByRole('button', { name: 'That solved it' }).press('Enter')
  await page.locator('#toasts', { hasText: 'Ticket closed' }).waitFor()
  t.ok(await focusIsOn(page, /^Closed/))
})

t.test('the formatting buttons mark the selection and are one stop for the keyboard', async t => {
  const { page } = await adaAt(t, '/tickets/1001')
  const box = page.getByLabel('Your reply')
  await box.fill('very loud')
  await box.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(5, 9))
  await page.getByRole('button', { name: 'Bold' }).click()
  t.equal(await box.inputValue(), 'very **loud**')

  await page.getByRole('button', { name: 'Bold' }).focus()
  await page.keyboard.press('ArrowRight')
  t.equal(await page.evaluate(() => document.activeElement?.textContent), 'Italic')
  for (const [key, label] of [['End', 'Code'], ['ArrowRight', 'Bold'], ['ArrowLeft', 'Code'], ['Home', 'Bold']] as const) {
    await page.keyboard.press(key)
    t.equal(await page.evaluate(() => document.activeElement?.textContent), label, key)
  }
  await page.keyboard.press('Tab')
  t.equal(await page.evaluate(() => document.activeElement?.id), 'text')
})

t.test('a session that ends while Ada types loses nothing', async t => {
  const { place, page } = await adaAt(t, '/tickets/1001')
  await page.getByLabel('Your reply').fill('Typed before the session ended')
  await place.db.deleteFrom('sessions').execute()
  await page.getByRole('button', { name: 'Send reply' }).click()

  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Your text was kept' }).waitFor()
  await page.getByRole('button', { name: 'Send it now' }).click()
  await page.locator('#conversation').getByText('Typed before the session ended').waitFor()
})

t.test('an agent who saves changes keeps the half-written reply, and can send it', async t => {
  const { place } = await adaAt(t, '/tickets')
  const page = await signedInAs(await place.open(), place.grace, place.base)
  await page.goto('/desk/tickets/1001')
  await page.getByLabel('Your reply to the customer').fill('Half a sentence')
  await page.getByLabel('Priority').selectOption('low')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Changes saved').first().waitFor()
  t.ok(await until(async () => await page.getByLabel('Your reply to the customer').inputValue() === 'Half a sentence'))

  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.locator('#conversation').getByText('Half a sentence').waitFor()
  t.equal(await page.getByLabel('Your reply to the customer').inputValue(), '')
})

t.test('what the browser keeps after a walk holds nothing private', async t => {
  const { page } = await adaAt(t, '/tickets')
  await page.getByRole('link', { name: 'The lamp flickers' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  t.same(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0])
})
