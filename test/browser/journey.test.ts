import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { password, site, type Site } from '../support/browser.ts'
import { keyboard, pointer, type Hands } from '../support/hands.ts'
import { picture } from '../support/files.ts'

const ways = [
  { name: 'with JavaScript', script: true, width: 1280, hands: pointer },
  { name: 'without JavaScript', script: false, width: 1280, hands: pointer },
  { name: 'with JavaScript, at 320 pixels', script: true, width: 320, hands: pointer },
  { name: 'without JavaScript, at 320 pixels', script: false, width: 320, hands: pointer },
  { name: 'with JavaScript, by keyboard alone', script: true, width: 1280, hands: keyboard },
  { name: 'without JavaScript, by keyboard alone', script: false, width: 1280, hands: keyboard },
]

for (const { name, script, width, hands } of ways) {
  t.test(`Ada asks, Grace answers, Ada replies, closes and rates: ${name}`, async t => {
    const place = await site(t)
    const options = { javaScriptEnabled: script, viewport: { width, height: 800 } }
    const ada = await place.open(options)
    const grace = await place.open(options)
    await signIn(t, ada, hands(ada), place.ada.email)
    await signIn(t, grace, hands(grace), place.grace.email)

    await ask(t, ada, hands(ada))
    await answer(t, grace, hands(grace))
    await seeAnswer(t, ada, hands(ada), script)
    await finish(t, place, ada, hands(ada))
  })
}

async function signIn(t: Test, page: Page, hands: Hands, email: string): Promise<void> {
  await page.goto('/sign-in')
  await hands.write('E-mail address', email)
  await hands.write('Password', password)
  await hands.press('Sign in')
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await fits(t, page)
}

async function ask(t: Test, page: Page, hands: Hands): Promise<void> {
  await hands.follow('Ask for help')
  await page.getByRole('heading', { name: 'Ask for help' }).waitFor()
  await hands.choose('Category', 'Something does not work (Faults, errors, things that stopped working)')
  await hands.write(/^Title/, 'The lamp flickers')
  await hands.write(/^What happened/, 'It **flickers** since Monday.')
  await hands.tick(/^High/)
  await page.getByLabel('Add files').setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer: await picture() })
  await fits(t, page)
  await hands.press('Send')
  await page.getByRole('heading', { name: /We have your message: #1001/ }).waitFor()
  t.match(await page.getByRole('main').innerText(), /We mean to answer by/)
  await hands.follow('See my ticket')
  await page.getByRole('heading', { name: /The lamp flickers/, level: 1 }).waitFor()
  t.equal(await page.locator('#conversation strong').innerText(), 'flickers')
  // Lazy pictures load when they come into sight.
  const lamp = page.getByRole('img', { name: 'lamp.png' })
  await lamp.scrollIntoViewIfNeeded()
  t.ok(await lamp.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)))
  await fits(t, page)
}

async function answer(t: Test, page: Page, hands: Hands): Promise<void> {
  await hands.follow('Desk')
  await page.getByRole('heading', { name: 'Desk', level: 1 }).waitFor()
  await hands.follow('The lamp flickers')
  await page.getByRole('heading', { name: /The lamp flickers/, level: 1 }).waitFor()
  await hands.press('Take this ticket')
  await page.getByText('This ticket is yours').first().waitFor()
  await hands.write(/^Your reply to the customer/, 'Please tighten the screw.')
  await hands.press('Send reply')
  await page.locator('#conversation').getByText('Please tighten the screw.').waitFor()
  await fits(t, page)
}

/** With script, Ada's open page shows it by itself while she types; without, a link asks for news. */
async function seeAnswer(t: Test, page: Page, hands: Hands, script: boolean): Promise<void> {
  if (!script) await hands.follow('Check for news')
  await page.locator('#conversation').getByText('Please tighten the screw.').waitFor()
  await page.getByRole('heading', { name: 'New since your last visit' }).waitFor()
  t.match(await page.locator('#status-panel').innerText(), /Waiting for you/)
  await fits(t, page)
}

async function finish(t: Test, { db }: Site, page: Page, hands: Hands): Promise<void> {
  await hands.write(/^Your reply/, 'That was it, thank you!')
  await hands.press('Send reply')
  await page.locator('#conversation').getByText('That was it, thank you!').waitFor()
  t.match(await page.title(), /Reply sent|#1001/)
  await hands.press('That solved it')
  await page.locator('#status-panel').getByText('Closed', { exact: true }).waitFor()
  await hands.tick('Very good')
  await hands.write(/^What should we know/, 'Quick and kind.')
  await hands.press('Send rating')
  await page.getByText('Thank you for your rating').first().waitFor()
  t.same(await db.selectFrom('ratings').select(['score', 'words']).execute(), [{ score: 5, words: 'Quick and kind.' }])
  await fits(t, page)
}

/** Nothing is cut off or needs sideways scrolling. */
async function fits(t: Test, page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth }))
  t.ok(wide <= room, `${page.url()} fits: ${wide} of ${room} pixels`)
}
