import t from 'tap'
import { publish } from '../../src/web/live.ts'
import { openLive, signedInAs, site } from '../support/browser.ts'
import { ask } from '../support/tickets.ts'

t.test('a session that ended elsewhere takes nobody away from what they type', async t => {
  const place = await site(t)
  await ask(place.ada)
  const page = await signedInAs(await place.open(), place.ada, place.base)
  await openLive(page, '/tickets/1001')
  await page.getByLabel('Your reply').fill('Half a thought')

  const { id: ticketId, customer_id: customerId } = await place.db.selectFrom('tickets').select(['id', 'customer_id']).executeTakeFirstOrThrow()
  await place.db.deleteFrom('sessions').execute()
  const refused = page.waitForResponse(response => response.headers()['hx-redirect'] !== undefined)
  await place.db.transaction().execute(trx => publish(trx, { ticketId, customerId, actorId: '', actorName: '', kind: 'changed' }))
  await refused
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve)))
  t.equal(await page.getByLabel('Your reply').inputValue(), 'Half a thought')

  await page.getByRole('button', { name: 'Send reply' }).click()
  await page.getByText('You were signed out before your text was sent').waitFor()
})
