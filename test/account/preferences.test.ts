import t from 'tap'
import { readUi, savePreferences } from '../../src/preferences/index.ts'
import type { Fields } from '../support/client.ts'
import { world } from '../support/world.ts'

const usual: Fields = {
  'language': 'browser', 'time-zone': '', 'date-format': 'auto', 'clock': 'auto', 'theme': 'system', 'text-size': 'normal',
  'density': 'normal', 'motion': 'system', 'tickets-a-page': '25', 'sort': 'activity', 'filter': 'any',
}
const address = '/account/preferences'

t.test('preferences', async t => {
  const { ada, carl, grace, db, visitor, browser } = await world(t)
  const stored = async (who: { id: string } = ada) => (await db.selectFrom('customer_preferences').select('ui_preferences').where('customer_id', '=', who.id).executeTakeFirstOrThrow()).ui_preferences
  const noted = async () => (await db.selectFrom('activity').select('kind').where('profile_id', '=', ada.id).where('kind', '=', 'account:preferences').execute()).length

  await t.test('are for who is signed in', async t => {
    t.equal((await visitor.get(address)).location, '/sign-in?next=%2Faccount%2Fpreferences')
    t.equal((await visitor.post(address, usual)).status, 303)
    t.equal((await grace.get(address)).status, 200, 'staff like some things better, too')
  })

  await t.test('are what they were until somebody chooses', async t => {
    const { $, response } = await ada.get(address)
    t.equal(response.headers['cache-control'], 'no-store')
    t.strictSame(Object.fromEntries(Object.keys(usual).map(name => [name, $(`[name=${name}]`).val()])), usual)
    t.strictSame(['data-theme', 'data-text', 'data-density', 'data-motion'].map(name => $('html').attr(name)), [undefined, undefined, undefined, undefined])
    t.equal($('meta[name=color-scheme]').attr('content'), 'light dark')
    t.strictSame($('#language option').toArray().map(option => $(option).attr('lang')), [undefined, 'en', 'de', 'fr', 'es', 'ar'])
    t.strictSame($('[name=language] option').toArray().map(option => $(option).text()).slice(1), ['English', 'Deutsch', 'Français', 'Español', 'العربية'])
  })

  await t.test('show today in each way to write it', async t => {
    const { $ } = await ada.get(address)
    const year = new Date().getUTCFullYear()
    const shown = (name: string) => $(`#${name} option`).toArray().map(option => $(option).text())
    t.match(shown('date-format'), [new RegExp(`: \\w{3} \\d+, ${year}$`), new RegExp(`: \\d\\d/\\d\\d/${year}$`), new RegExp(`: \\d\\d/\\d\\d/${year}$`), new RegExp(`: ${year}-\\d\\d-\\d\\d$`)])
    t.match(shown('clock'), [/\d:\d\d [AP]M$/u, /\d:\d\d [AP]M$/u, /\d\d:\d\d$/])
  })

  await t.test('hold at once and on every device', async t => {
    const chosen = { ...usual, 'time-zone': 'Tokyo', 'date-format': 'year-first', 'clock': '24', 'theme': 'dark', 'text-size': 'larger', 'density': 'compact', 'motion': 'reduced' }
    const { status, location } = await ada.post(address, chosen)
    t.strictSame([status, location], [303, address])
    const { $ } = await ada.get(address)
    t.match($('main').text(), /Preferences saved\./)
    t.match($('html').attr(), { 'data-theme': 'dark', 'data-text': 'larger', 'data-density': 'compact', 'data-motion': 'reduced' })
    t.equal($('meta[name=color-scheme]').attr('content'), 'dark')
    t.equal($('#time-zone').val(), 'Asia/Tokyo')
    const elsewhere = browser()
    await elsewhere.post('/sign-in', { email: ada.email, password: 'correct horse battery' })
    t.equal((await elsewhere.get('/tickets')).$('html').attr('data-theme'), 'dark')
    t.equal((await carl.get('/tickets')).$('html').attr('data-theme'), undefined, 'which is nothing to others')
    t.same(await stored(carl), {})
  })

  await t.test('are written down once, however often they are sent', async t => {
    const before = await noted()
    const chosen = { ...usual, theme: 'light' }
    for (let time = 0; time < 3; time++) t.equal((await ada.post(address, chosen)).status, 303)
    t.equal(await noted(), before + 1)
  })

  await t.test('speak the new language in the very answer', async t => {
    await ada.post(address, { ...usual, language: 'ar' })
    const { $, response } = await ada.get(address)
    t.match($('html').attr(), { lang: 'ar', dir: 'rtl' })
    t.equal(response.headers['content-language'], 'ar')
    await ada.post(address, usual)
    t.equal((await ada.get(address, { 'accept-language': 'fr' })).$('html').attr('lang'), 'fr', 'and again what the browser asks for')
  })

  await t.test('come back with everything chosen where something will not do', async t => {
    const before = await stored()
    const chosen = { ...usual, 'theme': 'dark', 'tickets-a-page': '50', 'time-zone': 'Atlantis <b>' }
    const { status, $ } = await ada.post(address, chosen)
    t.equal(status, 422)
    t.match($('title').text(), /^Error: /)
    t.strictSame(Object.fromEntries(Object.keys(usual).map(name => [name, $(`[name=${name}]`).val()])), chosen)
    t.match($('#time-zone-error').text(), /We know no time zone by that name/)
    t.equal($('.error-summary a').attr('href'), '#time-zone')
    t.strictSame(await stored(), before)
  })

  await t.test('are refused where they are none of ours', async t => {
    const before = await stored()
    for (const [name, value] of [['language', 'tlh'], ['language', ''], ['date-format', 'x'], ['clock', '13'], ['theme', 'hotdog'], ['text-size', '"><script>'], ['density', '__proto__'], ['motion', 'constructor'], ['tickets-a-page', '1000000'], ['tickets-a-page', '37'], ['sort', 'waiting'], ['filter', "open' or 1=1"]] as const) {
      const { status, $ } = await ada.post(address, { ...usual, [name]: value })
      t.equal(status, 422, `${name} ${value}`)
      t.equal($('.error-summary a').attr('href'), `#${name}`)
      t.match($(`#${name}-error`).text(), /Choose one of the list/)
    }
    t.equal((await ada.post(address, {})).status, 422)
    t.equal((await ada.post(address, { ...usual, 'time-zone': 'x'.repeat(5_000) })).status, 422)
    t.strictSame(await stored(), before)
  })

  await t.test('are one’s own, whatever else is posted', async t => {
    await ada.post(address, { ...usual, theme: 'dark', customer_id: carl.id, id: carl.id })
    t.same(await stored(carl), {})
  })

  await t.test('that make no sense in the database are as if nobody had chosen, each for itself', async t => {
    const odd = { theme: 'hotdog', timeZone: 'Mars/Olympus', language: 7, ticketsAPage: 1e9, textSize: 'large', filter: ['open'], more: true }
    await db.updateTable('customer_preferences').set({ ui_preferences: JSON.stringify(odd) }).where('customer_id', '=', ada.id).execute()
    const { status, $ } = await ada.get('/tickets')
    t.equal(status, 200)
    t.strictSame([$('html').attr('data-theme'), $('html').attr('data-text')], [undefined, 'large'])
    for (const column of ['null', '[]', '"dark"', '4', '{"timeZone": "+02:00", "clock": null}']) {
      await db.updateTable('customer_preferences').set({ ui_preferences: column }).where('customer_id', '=', ada.id).execute()
      t.equal((await ada.get('/tickets')).status, 200, column)
    }
    await t.rejects(savePreferences(db, ada.id, 'ui', { ...readUi({}), timeZone: 'Mars/Olympus' }), /no ui preferences/)
  })
})
