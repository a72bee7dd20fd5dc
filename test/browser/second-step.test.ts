import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { codeOf } from '../sign-in/app.ts'
import { password, signedInAs, site } from '../support/browser.ts'

for (const { javaScriptEnabled, colorScheme } of [{ javaScriptEnabled: true, colorScheme: 'light' }, { javaScriptEnabled: false, colorScheme: 'dark' }] as const) {
  t.test(`a second step is set up and signs in, ${javaScriptEnabled ? 'with' : 'without'} JavaScript, on a narrow page`, async t => {
    const place = await site(t)
    const options = { javaScriptEnabled, colorScheme, viewport: { width: 320, height: 640 } }
    const page = await signedInAs(await place.open(options), place.ada, place.base)
    const step = async (act: () => Promise<unknown>, heading: string) => {
      await act()
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await clean(t, page, heading, javaScriptEnabled)
    }
    const press = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()

    await step(() => page.goto('/account/security'), 'Security')
    await step(() => page.getByRole('link', { name: 'Set up an authenticator app' }).click(), 'Second step')
    await page.getByLabel('Current password').fill(password)
    await step(() => press('Set up an authenticator app'), 'Second step')
    const picture = page.getByRole('img', { name: /QR code/ })
    t.equal(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)), true)
    const secret = await page.locator('main code').textContent() ?? ''
    await page.getByLabel('Code').fill(codeOf(secret, -1))
    await step(() => press('Switch on'), 'Your recovery codes')
    t.equal(await page.locator('main li code').count(), 10)
    await step(() => page.getByRole('link', { name: 'I have kept them' }).click(), 'Security')
    await step(() => page.goto('/account/activity'), 'Activity')

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.goto('/sign-in?next=%2Faccount%2Factivity')
    await page.getByLabel('E-mail address').fill(place.ada.email)
    await page.getByLabel('Password').fill(password)
    await step(() => press('Sign in'), 'Enter a code')
    await page.getByLabel('Code').fill('1')
    await press('Sign in')
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await clean(t, page, 'a wrong code', javaScriptEnabled)
    await page.getByLabel('Code').fill(codeOf(secret))
    await step(() => press('Sign in'), 'Activity')
    await page.getByText('Signed in with a password and a code').waitFor()
  })
}

/** axe waits for ever where a page may run no script of its own. */
async function clean(t: Test, page: Page, what: string, axe: boolean): Promise<void> {
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${what}: nothing sticks out`)
  if (!axe) return
  const { violations } = await new AxeBuilder({ page }).analyze()
  t.strictSame(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]), [], what)
}
