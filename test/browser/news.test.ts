import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { openLive, signedInAs, site, type Site } from '../support/browser.ts'
import { allHeard } from '../support/heard.ts'
import { answer, ask, change } from '../support/tickets.ts'
import { until } from '../support/until.ts'

async function adaAt(t: Test): Promise<{ place: Site; page: Page; reference: number }> {
  const place = await site(t)
  const reference = await ask(place.ada)
  await allHeard(place)
  const page = await signedInAs(await place.open(), place.ada, place.base)
  return { place, page, reference }
}

const shows = (page: Page, text: string) => page.locator('#conversation').getByText(text).waitFor()
const says = (page: Page, sentence: string) => page.locator('#said', { hasText: sentence }).waitFor({ state: 'attached' })

t.test('a reply that comes before the page listens is shown as soon as it does', async t => {
  const { place, page, reference } = await adaAt(t)
  const { promise: answered, resolve } = Promise.withResolvers<void>()
  await page.route('**/live?*', async route => {
    await answered
    await route.continue()
  })
  await page.goto(`/tickets/${reference}`)
  await answer(place.grace, reference, 'Which socket is it in?')
  resolve()
  await shows(page, 'Which socket is it in?')
  await says(page, 'New reply from Grace')
})

t.test('a reply that comes while the line is lost is shown on its return', async t => {
  const { place, page, reference } = await adaAt(t)
  await openLive(page, `/tickets/${reference}`)
  await page.route('**/live?*', route => route.abort())
  place.app.server.closeAllConnections()
  await answer(place.grace, reference, 'Which socket is it in?')
  await page.unroute('**/live?*')
  await shows(page, 'Which socket is it in?')
  await says(page, 'New reply from Grace')
})

t.test('a reply that comes while one’s own is being sent is shown after it', async t => {
  const { place, page, reference } = await adaAt(t)
  await openLive(page, `/tickets/${reference}`)
  await page.route('**/replies', async route => {
    const response = await route.fetch()
    await answer(place.grace, reference, 'Which socket is it in?')
    await allHeard(place)
    // It has come to the page by then, for what is told comes in order.
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 500)))
    await route.fulfill({ response })
  })
  await page.getByLabel('Your reply').fill('I have tried the other socket')
  await page.getByRole('button', { name: 'Send reply' }).click()
  await shows(page, 'I have tried the other socket')
  await shows(page, 'Which socket is it in?')
})

t.test('the list and the count in the header catch up, too', async t => {
  const { place, page, reference } = await adaAt(t)
  const { promise: changed, resolve } = Promise.withResolvers<void>()
  await page.route('**/live?*', async route => {
    await changed
    await route.continue()
  })
  await page.goto('/tickets')
  await change(place.grace, reference, { status: 'resolved', resolution: 'It was the fuse.' })
  resolve()
  await page.locator('#ticket-list').getByText('Resolved').first().waitFor()
  await page.locator('#bell .badge').waitFor()
})

t.test('a box that was resized keeps its size, and no policy is broken', async t => {
  const { page, reference } = await adaAt(t)
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) complaints.push(message.text())
  })
  await openLive(page, `/tickets/${reference}`)
  const box = page.getByLabel('Your reply')
  await box.evaluate(element => { element.style.height = '317px' })
  const height = () => page.getByLabel('Your reply').evaluate((element: HTMLElement) => element.style.height)
  for (const words of ['', 'Still dark']) {
    await box.fill(words)
    await page.getByRole('button', { name: 'Send reply' }).click()
    if (words === '') await page.locator('.error-summary').waitFor()
    else await shows(page, words)
    t.ok(await until(async () => await height() === '317px'))
  }
  t.strictSame(complaints, [])
})

t.test('a form that has become invalid is given back as one that can be sent', async t => {
  const { page, reference } = await adaAt(t)
  await openLive(page, `/tickets/${reference}`)
  await page.getByLabel('Your reply').fill('Typed long ago')
  await page.evaluate(() => { for (const field of document.querySelectorAll<HTMLInputElement>('[name=_csrf]')) field.value = 'old' })
  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByRole('heading', { name: 'Not accepted' }).waitFor()
  t.ok(await until(() => page.evaluate(() => document.activeElement?.tagName === 'H1')))
  t.equal(await page.getByLabel('Your text').inputValue(), 'Typed long ago')
  await page.getByRole('button', { name: 'Send it now' }).click()
  await shows(page, 'Typed long ago')
})
