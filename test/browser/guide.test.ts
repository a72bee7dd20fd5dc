import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { changed } from '../help/shelf.ts'
import { article } from '../help/texts.ts'
import { password, signedInAs, site, type Site } from '../support/browser.ts'
import { deviceFields, everyPage, setFields } from '../support/guide.ts'
import { keyboard, pointer, type Hands } from '../support/hands.ts'

const ways = [
  { name: 'with JavaScript', script: true, width: 1280, hands: pointer },
  { name: 'without JavaScript, at 320 pixels', script: false, width: 320, hands: pointer },
  { name: 'with JavaScript, at 320 pixels, by keyboard alone', script: true, width: 320, hands: keyboard },
  { name: 'without JavaScript, by keyboard alone', script: false, width: 1280, hands: keyboard },
]

t.test('a visitor is guided to a ticket', async t => {
  const place = await site(t)
  await article(place, { title: 'When a lamp flickers', content: 'Tighten the bulb.' })
  await changed(place)
  await setFields(place.db, 'problem', deviceFields)
  let tickets = 0
  for (const { name, script, width, hands } of ways) {
    await t.test(name, async t => {
      const page = await place.open({ javaScriptEnabled: script, viewport: { width, height: 800 } })
      await choose(t, page, hands(page))
      await describe(t, page, hands(page))
      await signIn(page, hands(page), place)
      await finish(t, page, hands(page), 1_001 + tickets)
    })
    tickets += 1
  }
  t.same((await place.db.selectFrom('tickets').select('custom_fields').execute()).map(row => row.custom_fields.length), ways.map(() => 2))
})

async function choose(t: Test, page: Page, hands: Hands): Promise<void> {
  await page.goto('/help/guide')
  await hands.press('Start')
  await asks(t, page, 'What is it about?')
  await hands.press('Continue')
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  await hands.tick(/Something does not work/)
  await hands.press('Continue')
  await asks(t, page, 'Which device is it?')
  await hands.tick('Phone')
  await hands.press('Continue')
  await asks(t, page, 'Since when?')
  await hands.press('Continue')
  await asks(t, page, 'Which model?')
  await hands.press('Back')
  await asks(t, page, 'Since when?')
  await hands.press('Continue')
  await asks(t, page, 'Which model?')
  await hands.write('Which model?', 'P 9')
  await hands.press('Continue')
}

async function describe(t: Test, page: Page, hands: Hands): Promise<void> {
  await asks(t, page, 'In your own words')
  await hands.write(/^Title/, 'The lamp flickers')
  await hands.write(/^What happened/, 'Since **Monday**.')
  await hands.press('Continue')
  await asks(t, page, 'These may already answer it')
  await page.getByRole('link', { name: 'When a lamp flickers' }).waitFor()
  await hands.press('None of these, go on')
  await asks(t, page, 'How much does it hurt?')
  await hands.tick(/^High/)
  await hands.press('Continue')
}

async function signIn(page: Page, hands: Hands, { ada }: Site): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  await hands.write('E-mail address', ada.email)
  await hands.write('Password', password)
  await hands.press('Sign in')
}

async function finish(t: Test, page: Page, hands: Hands, reference: number): Promise<void> {
  await asks(t, page, 'Files and anything else')
  await page.getByLabel('Add files').setInputFiles({ name: 'lamp.txt', mimeType: 'text/plain', buffer: Buffer.from('dark') })
  await hands.press('Continue')
  await asks(t, page, 'Check your answers')
  t.match(await page.locator('.review').innerText(), /Phone[\s\S]*P 9[\s\S]*The lamp flickers[\s\S]*lamp\.txt/)
  const narrowest = await page.locator('.review dd:first-of-type').evaluateAll(answers => Math.min(...answers.map(answer => answer.clientWidth)))
  t.ok(narrowest > 100, `each answer has room for words: ${narrowest} pixels`)
  await hands.follow(/^Change.*Title/)
  await asks(t, page, 'In your own words')
  await hands.write(/^Title/, 'The lamp is out')
  await hands.press('Continue')
  await asks(t, page, 'Check your answers')
  await hands.press('Send')
  await page.getByRole('heading', { name: `We have your message: #${reference}` }).waitFor()
  await hands.follow('See my ticket')
  await page.getByRole('heading', { name: /The lamp is out/, level: 1 }).waitFor()
  t.match(await page.locator('#conversation').innerText(), /Which device is it\?\s+Phone/)
  await fits(t, page)
}

async function asks(t: Test, page: Page, question: string): Promise<void> {
  await page.getByRole('heading', { name: question, level: 1 }).waitFor()
  await fits(t, page)
}

/** Nothing is cut off or needs sideways scrolling. */
async function fits(t: Test, page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth }))
  t.ok(wide <= room, `${page.url()} fits: ${wide} of ${room} pixels`)
}

t.test('answers come while a title is typed', async t => {
  const place = await site(t)
  await article(place, { title: 'When a lamp flickers', content: 'Tighten the bulb.' })
  await changed(place)
  const page = await signedInAs(await place.open(), place.ada, place.base)
  await page.goto('/tickets/new')
  const said = page.locator('#said')
  const title = page.getByLabel('Title')
  await title.pressSequentially('lamp flick')
  const link = page.getByRole('link', { name: /When a lamp flickers/ })
  await link.waitFor()
  t.equal(await link.getAttribute('target'), '_blank')
  await page.waitForFunction(() => /may help/.test(document.getElementById('said')?.textContent ?? ''))
  t.ok(await title.evaluate(element => element === document.activeElement), 'typing goes on')

  await said.evaluate(element => { element.textContent = 'untouched' })
  const again = page.waitForResponse(/suggestions/)
  await title.pressSequentially('ers')
  t.equal((await again).status(), 204)
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)))
  t.equal(await said.textContent(), 'untouched', 'the same is not said again')
  const gone = page.waitForResponse(/suggestions/)
  await title.fill('xyzzy')
  await gone
  await link.waitFor({ state: 'detached' })
  t.equal(await title.inputValue(), 'xyzzy')
})

t.test('axe finds nothing in the guide', async t => {
  const place = await site(t)
  await article(place, { title: 'When a lamp flickers', content: 'Tighten the bulb.' })
  await changed(place)
  const paths = await everyPage(place.ada, place.db)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await signedInAs(await place.open({ colorScheme }), place.ada, place.base)
    for (const path of paths) {
      await page.goto(path)
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
      t.strictSame(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ').slice(0, 200)}`), [], `${path}, ${colorScheme}`)
    }
  }
})
