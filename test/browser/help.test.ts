import type { Page } from 'playwright'
import t from 'tap'
import { hostile } from '../help/hostile.ts'
import { fullShelf } from '../help/shelf.ts'
import { article } from '../help/texts.ts'
import { site, type Site } from '../support/browser.ts'
import { until } from '../support/until.ts'

/** What a page asks for, and whether it got away from where it was. */
async function watched(place: Site, page: Page, path: string): Promise<string[]> {
  const foreign: string[] = []
  page.on('request', request => { if (!request.url().startsWith(place.base)) foreign.push(request.url()) })
  page.on('dialog', dialog => { foreign.push(dialog.message()); void dialog.dismiss() })
  await page.goto(path)
  await page.locator('.written').waitFor()
  await page.waitForLoadState('networkidle')
  if (new URL(page.url()).pathname !== path) foreign.push(page.url())
  return foreign
}

for (const javaScriptEnabled of [true, false]) {
  const mode = javaScriptEnabled ? 'with' : 'without'

  t.test(`${mode} script, nothing that an article says is obeyed`, async t => {
    const place = await site(t)
    await article(place, { title: 'Hostile', slug: 'hostile', content: hostile })
    const page = await place.open({ javaScriptEnabled })
    t.strictSame(await watched(place, page, '/help/articles/hostile'), [], 'nothing is loaded from elsewhere, and nothing leads away')
    if (javaScriptEnabled) {
      for (const link of await page.locator('.written a, .written summary').all()) await link.dispatchEvent('mouseover')
      t.equal(await page.evaluate(() => 'harmed' in window), false)
    }
    t.ok(await page.getByRole('heading', { level: 1, name: 'Hostile' }).isVisible())
    t.ok(await page.getByRole('link', { name: 'Ask us' }).isVisible())
    t.equal(await page.locator('.written :is(script, style, svg, iframe, form, input, object, embed, [style])').count(), 0)
  })

  t.test(`${mode} script, the way leads from the start page to a heading of an article`, async t => {
    const place = await site(t)
    await fullShelf(place)
    const page = await place.open({ javaScriptEnabled, viewport: { width: 320, height: 640 } })
    const fits = async () => t.ok(await page.locator('html').evaluate(html => html.scrollWidth <= 320), `${page.url()} fits 320 px`)
    await page.goto('/')
    await fits()
    await page.getByRole('link', { name: 'Devices' }).click()
    await fits()
    await page.getByRole('main').getByRole('link', { name: 'Readers' }).click()
    await fits()
    await page.getByRole('link', { name: 'Pair a reader' }).click()
    await fits()
    await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'After' }).click()
    t.equal(new URL(page.url()).hash, '#s-after')
    await page.locator('#s-after').waitFor()

    for (const wide of ['.written pre', '.written .scroll']) {
      const box = page.locator(wide).first()
      t.ok(await box.evaluate(element => element.scrollWidth > element.clientWidth), `${wide} scrolls within`)
      // A busy machine may lose a key that is pressed while the page still moves to its heading.
      t.ok(await until(async () => {
        await box.focus()
        await page.keyboard.press('ArrowRight')
        return box.evaluate(element => element.scrollLeft > 0)
      }), 'for the keyboard, too')
    }
    await page.getByText('What changed').click()
    t.ok(await page.getByText('The new model').isVisible())
    await page.goto('/help/articles/arabic')
    await fits()
    t.equal(await page.locator('h1').evaluate(title => getComputedStyle(title).direction), 'rtl')
  })
}
