import { AxeBuilder } from '@axe-core/playwright'
import t from 'tap'
import { readUi, savePreferences } from '../../src/preferences/index.ts'
import { languages, type Language } from '../../src/web/i18n.ts'
import { signedInAs, site, type Site } from '../support/browser.ts'
import { ask } from '../support/tickets.ts'

const pages = ['/', '/help', '/help/search?q=printer', '/tickets', '/tickets?q=nothing-has-this', '/tickets/1001', '/tickets/new', '/help/guide', '/account/preferences']
const small = { width: 320, height: 700 }

t.test('in every language', async t => {
  const place = await site(t)
  await ask(place.ada)
  for (const language of languages) {
    await t.test(`a page in ${language} fits a small screen, and axe finds nothing on it`, async t => {
      await prefer(place, language)
      const page = await signedInAs(await place.open({ viewport: small }), place.ada, place.base)
      for (const path of pages) {
        await page.goto(path)
        t.equal(await page.locator('html').getAttribute('lang'), language, path)
        t.equal(await page.locator('html').getAttribute('dir'), language === 'ar' ? 'rtl' : null)
        t.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${path} asks for no scrolling sideways`)
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
        t.strictSame(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ').slice(0, 200)}`), [], path)
      }
      await page.context().close()
    })
  }

  await t.test('a visitor chooses theirs at the foot of any page, without script', async t => {
    const page = await place.open({ javaScriptEnabled: false })
    await page.goto('/help/search?q=printer')
    await page.getByRole('button', { name: 'العربية' }).click()
    t.equal(page.url(), `${place.base}/help/search?q=printer`)
    t.equal(await page.locator('html').getAttribute('lang'), 'ar')
    await page.goto('/help')
    t.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    await page.getByRole('button', { name: 'English' }).click()
    t.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.context().close()
  })

  await t.test('what points, points the other way where writing does', async t => {
    const arrowOf = async (language: Language) => {
      await prefer(place, language)
      const page = await signedInAs(await place.open(), place.ada, place.base)
      await page.goto('/tickets/1001')
      const arrow = await page.locator('.back a').evaluate(link => getComputedStyle(link, '::before').content)
      const sides = await page.evaluate(() => ['#status-panel', '#conversation'].map(part => document.querySelector(part)?.getBoundingClientRect().left ?? 0))
      await page.context().close()
      return { arrow: arrow[1], panelFirst: (sides[0] ?? 0) < (sides[1] ?? 0) }
    }
    t.strictSame(await arrowOf('de'), { arrow: '←', panelFirst: true })
    t.strictSame(await arrowOf('ar'), { arrow: '→', panelFirst: false })
  })
})

async function prefer({ db, ada }: Site, language: Language): Promise<void> {
  await savePreferences(db, ada.id, 'ui', { ...readUi({}), language })
}
