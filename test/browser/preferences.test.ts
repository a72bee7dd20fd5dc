import type { Page } from 'playwright'
import t from 'tap'
import { readUi, savePreferences, type UiPreferences } from '../../src/preferences/index.ts'
import { signedInAs, site } from '../support/browser.ts'
import { ask } from '../support/tickets.ts'

const address = '/account/preferences'
const light = 'rgb(247, 246, 242)'
const dark = 'rgb(19, 24, 22)'
const white = 'rgb(255, 255, 255)'

t.test('how pages look', async t => {
  const place = await site(t)
  const like = (some: Partial<UiPreferences>) => savePreferences(place.db, place.ada.id, 'ui', { ...readUi({}), ...some })
  const styleOf = (page: Page, selector: string, property: string) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)

  await t.test('is as chosen, whatever the device is set to, without any script', async t => {
    for (const [colorScheme, theme, ground] of [['light', 'dark', dark], ['dark', 'light', light], ['dark', 'system', dark], ['light', 'system', light]] as const) {
      await like({ theme })
      const page = await signedInAs(await place.open({ colorScheme, javaScriptEnabled: false }), place.ada, place.base)
      await page.goto('/tickets')
      t.equal(await styleOf(page, 'body', 'background-color'), ground, `${theme} on a ${colorScheme} device`)
      t.equal(await styleOf(page, 'html', 'color-scheme'), theme === 'system' ? { light: 'light dark', dark: 'dark' }[colorScheme] : theme)
      await page.emulateMedia({ media: 'print' })
      t.equal(await styleOf(page, 'body', 'background-color'), white, 'on paper it is light')
      t.equal(await styleOf(page, 'html', 'color-scheme'), 'light')
      await page.context().close()
    }
  })

  await t.test('keeps its contrast where more of it is asked for', async t => {
    await like({ theme: 'dark' })
    const page = await signedInAs(await place.open({ contrast: 'more' }), place.ada, place.base)
    await page.goto('/accessibility')
    t.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--edge')), await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink')))
    await page.context().close()
  })

  await t.test('has text of the size, lines of the distance and stillness that were chosen', async t => {
    const reference = await ask(place.ada)
    const page = await signedInAs(await place.open(), place.ada, place.base)
    const measure = async (some: Partial<UiPreferences>) => {
      await like(some)
      await page.goto('/tickets')
      const line = await page.locator('.ticket-line').first().boundingBox()
      return { size: Number.parseFloat(await styleOf(page, 'body', 'font-size')), height: line?.height ?? 0 }
    }
    const usual = await measure({})
    const large = await measure({ textSize: 'large' })
    t.ok(large.size > usual.size && (await measure({ textSize: 'larger' })).size > large.size)
    t.ok((await measure({ density: 'compact' })).height < usual.height)

    await like({ motion: 'reduced' })
    await page.goto(`/tickets/${reference}`)
    await page.getByRole('button', { name: 'Send reply' }).evaluate(button => button.setAttribute('aria-busy', 'true'))
    const still = await page.locator('button[aria-busy]').first().evaluate(button => getComputedStyle(button, '::before').animationName)
    t.equal(still, 'none')
    await page.context().close()
  })
})

t.test('preferences are set', async t => {
  const place = await site(t)

  await t.test('with the time zone of the device in one press', async t => {
    const page = await signedInAs(await place.open({ timezoneId: 'Asia/Tokyo' }), place.ada, place.base)
    await page.goto(address)
    t.equal(await page.locator('#zones option').evaluateAll(options => options.length > 300), true, 'all others are there to choose from')
    await page.getByRole('button', { name: 'Use that of this device: Asia/Tokyo' }).click()
    t.equal(await page.evaluate(() => document.activeElement?.id), 'time-zone')
    await page.getByRole('button', { name: 'Save preferences' }).click()
    await page.getByText('Preferences saved.').waitFor()
    t.equal(await page.locator('#time-zone').inputValue(), 'Asia/Tokyo')
    await page.context().close()
  })

  await t.test('without script and by keyboard alone', async t => {
    const page = await signedInAs(await place.open({ javaScriptEnabled: false }), place.carl, place.base)
    await page.goto(address)
    t.equal(await page.getByRole('button', { name: /of this device/ }).count(), 0, 'nothing is shown that only script can serve')
    await page.locator('#time-zone').focus()
    await page.keyboard.type('Germany')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await page.locator('#zone').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByText('Preferences saved.').waitFor()
    t.equal(await page.locator('#time-zone').inputValue(), 'Europe/Berlin')
    await page.context().close()
  })
})
