import t from 'tap'
import { makeArchive } from '../../src/account/index.ts'
import { problems } from '../support/tickets.ts'
import { password, world } from '../support/world.ts'

const here = '/account/data'

t.test('who finds a session open gets no copy without the password', async t => {
  const w = await world(t)
  const { db, ada, carl, config, services: { storage, queue }, browser } = w
  const wrong = [{}, { password: '' }, { password: 'not her password' }, { password: 'x'.repeat(2_000) }]
  const refused = async (fields: Record<string, string>) => {
    const page = await ada.post(`${here}/archives`, fields)
    t.equal(page.status, 422)
    t.ok(problems(page)['password'], 'said beside the field')
    t.match(page.$('title').text(), /^Error: /)
    t.equal(page.$('#password').val(), '')
  }

  await t.test('neither asks for one', async t => {
    for (const fields of wrong) await refused(fields)
    t.strictSame(await db.selectFrom('archives').select('id').execute(), [])
    t.equal((await ada.get(`${here}/archives`)).location, here, 'the address of the refused form leads back')
  })

  await ada.post(`${here}/archives`, { password })
  const { id } = await db.selectFrom('archives').select('id').executeTakeFirstOrThrow()
  await makeArchive({ db, config, queue, storage }, id)
  const download = { password, intent: 'download' }

  await t.test('nor fetches one that is there', async t => {
    for (const fields of wrong) await refused({ ...fields, intent: 'download' })
    for (const key of ['', '?key=', '?key=9999999999.x', '?key=x', '?key=a&key=b']) t.equal((await ada.get(`${here}/archives/${id}${key}`)).location, here, key)
    t.strictSame(await db.selectFrom('activity').select('id').where('kind', '=', 'data:downloaded').execute(), [])
  })

  await t.test('nor with the address that was made in another session, or long ago', async t => {
    const { location = '' } = await ada.post(`${here}/archives`, download)
    t.equal((await ada.get(location)).response.headers['content-type'], 'application/zip')
    const other = browser()
    await other.post('/sign-in', { email: ada.email, password })
    t.equal((await other.get(location)).location, here)
    t.equal((await carl.get(location)).status, 404)
    t.equal((await ada.get(location.replace(/key=\d+/, 'key=9999999999'))).location, here)
    await db.updateTable('archives').set({ expires_at: new Date(Date.now() - 1) }).execute()
    t.equal((await ada.post(`${here}/archives`, download)).location, here, 'one that has run out is none')
    t.equal((await db.selectFrom('archives').select('id').execute()).length, 1, 'and no new one is made unasked')
  })

  await t.test('nor where there is no password, as with the deletion', async t => {
    await db.deleteFrom('credentials').where('profile_id', '=', carl.id).execute()
    for (const url of [`${here}/archives`, `${here}/deletion`]) t.match(problems(await carl.post(url, { password }))['password'], /not your current password/, url)
  })
})
