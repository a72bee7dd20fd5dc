import t from 'tap'
import { places } from '../../src/account/preferences/places.ts'
import { askedZone } from '../../src/account/preferences/zone.ts'
import { findZones, zoneNames } from '../../src/account/preferences/zones.ts'
import { canonicalZone, isTimeZone } from '../../src/preferences/index.ts'
import { dates } from '../../src/web/dates.ts'
import { world } from '../support/world.ts'

t.test('a time zone is found', async t => {
  const one = (words: string, language: Parameters<typeof findZones>[1] = 'en') => findZones(words, language).join()
  t.equal(one('Europe/Zurich'), 'Europe/Zurich', 'by its name')
  t.equal(one('europe/zurich'), 'Europe/Zurich', 'however it is written')
  t.equal(one(' ZÜRICH '), 'Europe/Zurich', 'by its city')
  t.equal(one('new york'), 'America/New_York')
  t.equal(one('Bangalore'), canonicalZone('Asia/Kolkata'), 'by another city')
  t.equal(one('Kyiv'), canonicalZone('Europe/Kyiv'), 'by the name that its city has today')
  t.equal(one('Asia/Ho_Chi_Minh'), canonicalZone('Asia/Saigon'))
  t.equal(one('Schweiz', 'de'), 'Europe/Zurich', 'by the country, in the reader’s language')
  t.equal(one('Switzerland', 'de'), 'Europe/Zurich', 'or in English')
  t.equal(one('Moskau', 'de'), 'Europe/Moscow')
  t.equal(one('مصر', 'ar'), 'Africa/Cairo')
  t.equal(one('utc'), 'UTC')
  t.ok(findZones('Germany', 'en').includes('Europe/Berlin'))
  t.ok(findZones('United States', 'en').length > 10)
  for (const odd of ['', '   ', '+02:00', '\0', '../../etc/passwd', 'constructor', '<script>', '?', 'x'.repeat(100)]) t.strictSame(findZones(odd, 'en'), [], odd)
  t.notOk(isTimeZone('+02:00'), 'a mere offset knows no summer')
})

t.test('every zone that is offered is one', async t => {
  t.strictSame(zoneNames().filter(name => !isTimeZone(name)), [])
  t.equal(new Set(zoneNames()).size, zoneNames().length)
  t.strictSame(Object.keys(places).filter(name => !zoneNames().includes(canonicalZone(name) ?? '')), [], 'and so is each that a city stands under')
})

t.test('words that fit several zones', async t => {
  t.match(askedZone('Germany', '', 'en'), { zone: undefined, meant: ['Europe/Berlin', 'Europe/Busingen'], errors: { zone: /choose one/ } })
  t.match(askedZone('Germany', 'Europe/Berlin', 'en'), { zone: 'Europe/Berlin', errors: {} })
  t.match(askedZone('Germany', 'Asia/Tokyo', 'en'), { zone: undefined, errors: { zone: /choose one/ } }, 'what was not among them was not meant')
  t.match(askedZone('a', '', 'en'), { zone: undefined, meant: [], errors: { 'time-zone': /Type the name of a city/ } })
  t.strictSame(askedZone('', 'Asia/Tokyo', 'en'), { zone: '', meant: [], errors: {} }, 'nothing is the zone of the site')

  const { ada } = await world(t)
  const form = { 'language': 'browser', 'date-format': 'auto', 'clock': '24', 'theme': 'system', 'text-size': 'normal', 'density': 'normal', 'motion': 'system', 'tickets-a-page': '25', 'sort': 'activity', 'filter': 'any' }
  const { status, $ } = await ada.post('/account/preferences', { ...form, 'time-zone': 'Germany' })
  t.equal(status, 422)
  t.equal($('.error-summary a').attr('href'), '#zone')
  t.match($('fieldset').text(), /Which one do you mean\?.*Several match: choose one\..*Europe\/Berlin, where it is \d/s)
  t.equal($('#time-zone').val(), 'Germany')
  t.strictSame($('[name=zone]').toArray().map(radio => $(radio).val()), ['Europe/Berlin', 'Europe/Busingen'])
  const again = await ada.post('/account/preferences', { ...form, 'time-zone': 'Germany', 'zone': 'Europe/Berlin', 'theme': 'none' })
  t.equal(again.status, 422)
  t.equal(again.$('[name=zone]:checked').val(), 'Europe/Berlin', 'what was meant is kept where something else will not do')
  t.equal((await ada.post('/account/preferences', { ...form, 'time-zone': 'Germany', 'zone': 'Europe/Berlin' })).status, 303)
  t.equal((await ada.get('/account/preferences')).$('#time-zone').val(), 'Europe/Berlin')
})

t.test('times are written as somebody likes to read them', async t => {
  const at = new Date('2026-11-03T21:05:00Z')
  const stamp = (language: 'en' | 'de' | 'ar', timeZone: string, dateFormat: 'auto' | 'day-first' | 'month-first' | 'year-first', clock: 'auto' | '12' | '24') =>
    dates({ language, timeZone, dateFormat, clock }).stamp(at).replace(/\p{Zs}/gu, ' ')
  t.equal(stamp('en', 'UTC', 'auto', 'auto'), 'Nov 3, 2026, 9:05 PM')
  t.equal(stamp('en', 'Asia/Tokyo', 'year-first', '24'), '2026-11-04, 06:05', 'it is the next day there')
  t.equal(stamp('de', 'Europe/Zurich', 'auto', 'auto'), '3. Nov. 2026, 22:05')
  t.equal(stamp('de', 'UTC', 'month-first', '12'), '11/03/2026, 9:05 PM')
  t.equal(stamp('en', 'America/Los_Angeles', 'day-first', 'auto'), '03/11/2026, 1:05 PM')
  t.match(stamp('ar', 'UTC', 'auto', '24'), /^3.*2026.*21:05$/u, 'numbers are the same in every language')
})
