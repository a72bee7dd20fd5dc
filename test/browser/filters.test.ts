import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { signedInAs, site } from '../support/browser.ts'

async function adaAtList(t: Test): Promise<Page> {
  const place = await site(t)
  await place.ada.post('/tickets', { category: 'problem', title: 'The lamp flickers', description: 'Since Monday.', priority: 'high' })
  const page = await signedInAs(await place.open(), place.ada, place.base)
  await page.goto('/tickets')
  return page
}

t.test('a filter applies while typing, keeps the focus, says the count and has an address', async t => {
  const page = await adaAtList(t)
  const search = page.getByRole('searchbox', { name: 'Search' })
  await search.fill('lamp')
  await page.waitForURL(/\/tickets\?q=lamp&whose=mine&sort=activity$/)
  await page.locator('#said', { hasText: '1 ticket' }).waitFor({ state: 'attached' })
  t.ok(await search.evaluate(element => document.activeElement === element))

  await page.keyboard.press('Tab')
  await search.fill('nothing has this')
  await page.getByRole('heading', { name: 'No ticket fits' }).waitFor()
  await page.keyboard.press('Tab')
  await page.waitForTimeout(500)
  await page.goBack()
  await page.getByRole('link', { name: 'The lamp flickers' }).waitFor()
  // Leaving the box was no step of the history.
  await page.goBack()
  await page.waitForURL(/\/tickets$/)
})

t.test('a filter that does not get through says so, and can be tried again', async t => {
  const page = await adaAtList(t)
  await page.route('**/tickets?*', route => route.abort())
  await page.getByRole('searchbox', { name: 'Search' }).fill('nothing has this')
  const again = page.getByRole('button', { name: 'Try again' })
  await again.waitFor()
  await page.unroute('**/tickets?*')
  await again.click()
  await page.getByRole('heading', { name: 'No ticket fits' }).waitFor()
  t.equal(await again.count(), 0)
})
