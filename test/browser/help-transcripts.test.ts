import t from 'tap'
import { changed } from '../help/shelf.ts'
import { article } from '../help/texts.ts'
import { signedInAs, site } from '../support/browser.ts'
import { answerSteps, begin, deviceFields, setFields, words } from '../support/guide.ts'
import { compareTranscript } from '../support/reader.ts'

t.test('what a screen reader says', async t => {
  const place = await site(t)
  const { ada, base } = place
  await article(place, { title: 'When a lamp flickers', content: 'Tighten the bulb, with the power off.' })
  await article(place, { title: 'Which lamps fit', content: 'Lamps come in sizes.' })
  await setFields(place.db, 'problem', deviceFields)
  await changed(place)
  const guide = await begin(ada)
  const fields = { 'details-1': { 'field-device': 'Phone' }, 'details-2': { 'field-since': '2026-11-20' }, 'details-3': { 'field-model': 'P 9' } }
  await answerSteps(ada, guide, { about: { about: 'problem' }, ...fields, words, answers: { intent: 'none' }, priority: { priority: 'high' }, files: { more: 'I tried another bulb.' } })

  await t.test('of a page of the guide that was refused', async t => {
    const page = await place.open()
    await page.goto('/help/guide')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await compareTranscript(t, page, 'guide-refused')
  })

  for (const [step, name] of [['details-3', 'guide-own-question'], ['answers', 'guide-answers'], ['check', 'guide-check']] as const) {
    await t.test(`of the guide’s page ${step}`, async t => {
      const page = await signedInAs(await place.open(), ada, base)
      await page.goto(`${guide}/${step}`)
      await compareTranscript(t, page, name)
    })
  }

  await t.test('of answers that come while a title is typed', async t => {
    const page = await signedInAs(await place.open(), ada, base)
    await page.goto('/tickets/new')
    await page.getByLabel('Title').pressSequentially('lamp flickers')
    await page.getByRole('link', { name: /When a lamp flickers/ }).waitFor()
    await page.waitForFunction(() => document.getElementById('said')?.textContent !== '')
    await compareTranscript(t, page, 'new-ticket-answers')
  })

  await t.test('of a search', async t => {
    const page = await place.open()
    await page.goto('/help/search?q=lamp')
    await compareTranscript(t, page, 'search')
  })

  await t.test('of a search that finds nothing', async t => {
    const page = await place.open()
    await page.goto('/help/search?q=teleporter')
    await compareTranscript(t, page, 'search-nothing')
  })
})
