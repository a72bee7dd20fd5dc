import type { Page } from 'playwright'
import t from 'tap'
import { signedInAs, site } from '../support/browser.ts'
import { password } from '../support/world.ts'

/** A security key that Chromium plays, with its owner's finger on it. */
async function plugIn(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
}

t.test('a passkey is made in the browser, and signs in without a password', async t => {
  const place = await site(t)
  const page = await signedInAs(await place.open(), place.ada, place.base)
  await plugIn(page)
  await page.goto('/account/security')
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the passkey').fill('This laptop')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByText('Passkey added').first().waitFor()
  t.ok(await page.getByRole('link', { name: 'This laptop' }).isVisible())

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.goto('/sign-in?next=%2Faccount%2Factivity')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('Signed in with a passkey').waitFor()
  t.match(page.url(), /\/account\/activity$/)
})

t.test('who cancels is told so, and can try again', async t => {
  const place = await site(t)
  const page = await place.open()
  await page.goto('/sign-in')
  await page.evaluate(() => { navigator.credentials.get = () => Promise.reject(new DOMException('No', 'NotAllowedError')) })
  const button = page.getByRole('button', { name: 'Use a passkey' })
  await button.click()
  await page.getByText('No passkey was used').first().waitFor()
  t.match(await (await page.waitForFunction(() => document.getElementById('said')?.textContent)).jsonValue(), /No passkey was used/, 'and it is said')
  t.ok(await button.isEnabled())
  t.equal(await page.getByLabel('E-mail address').isVisible(), true)
})

t.test('without script, or in a browser that knows no passkeys, no button for them is there', async t => {
  const place = await site(t)
  const plain = await place.open({ javaScriptEnabled: false })
  await plain.goto('/sign-in')
  t.equal(await plain.getByText('Use a passkey').count(), 0)
  const old = await place.open()
  await old.addInitScript(() => { Reflect.deleteProperty(window, 'PublicKeyCredential') })
  await old.goto('/sign-in')
  await old.getByLabel('E-mail address').waitFor()
  t.equal(await old.getByText('Use a passkey').count(), 0)
})
