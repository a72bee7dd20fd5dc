import sharp from 'sharp'
import t from 'tap'
import { picture, filesIn } from '../support/files.ts'
import { answer, ask, problems, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { lastMailTo } from '../sign-in/mailbox.ts'

const form = { name: 'Ada Lovelace', 'address-as': 'Countess', phone: '+44 20 7946 0000', company: 'Analytical Engines' }

t.test('the profile', async t => {
  const w = await world(t)
  const { db, ada, carl, visitor } = w
  const kept = () => db.selectFrom('profiles').select(['full_name', 'address_as', 'phone', 'company', 'email', 'role']).where('id', '=', ada.id).executeTakeFirstOrThrow()

  await t.test('is for who is signed in', async t => {
    t.equal((await visitor.get('/account/profile')).location, '/sign-in?next=%2Faccount%2Fprofile')
    t.equal((await visitor.upload('/account/profile', form, [])).status, 403)
    t.match(await kept(), { full_name: 'Ada' })
  })

  await t.test('is saved, shown again and recorded', async t => {
    const { status, location } = await ada.upload('/account/profile', form, [])
    t.equal(status, 303)
    t.equal(location, '/account/profile')
    const page = await ada.get('/account/profile')
    t.match(page.$('.toast').text(), /Profile saved/)
    t.match(shown(page, 'form[enctype]'), form)
    t.strictSame(await kept(), { full_name: 'Ada Lovelace', address_as: 'Countess', phone: '+44 20 7946 0000', company: 'Analytical Engines', email: ada.email, role: 'customer' })
  })

  await t.test('sent twice is saved and recorded once, as a form without files is too', async t => {
    await ada.post('/account/profile', form)
    await ada.upload('/account/profile', form, [])
    t.strictSame((await db.selectFrom('activity').select('kind').where('profile_id', '=', ada.id).execute()), [{ kind: 'account:profile' }])
  })

  await t.test('changes only one’s own, whatever else is posted', async t => {
    await carl.post('/account/profile', { ...form, name: 'Carl', id: ada.id, email: 'new@example.com', role: 'admin', profile_id: ada.id })
    t.match(await kept(), { full_name: 'Ada Lovelace', email: ada.email })
    t.match(await db.selectFrom('profiles').select(['email', 'role']).where('id', '=', carl.id).executeTakeFirst(), { email: carl.email, role: 'customer' })
  })

  await t.test('that is refused keeps what was typed, with a sentence at each field', async t => {
    const typed = { 'name': ' ', 'address-as': 'x'.repeat(101), 'phone': '1'.repeat(51), 'company': `one${'\u2028'}two` }
    const page = await ada.upload('/account/profile', typed, [])
    t.equal(page.status, 422)
    t.match(page.$('title').text(), /^Error: /)
    t.strictSame(Object.keys(problems(page)), ['name', 'address-as', 'phone', 'company'])
    t.match(shown(page, 'form[enctype]'), { 'address-as': typed['address-as'], 'phone': typed.phone })
    t.match(await kept(), { full_name: 'Ada Lovelace' })
  })

  await t.test('shows hostile text as text', async t => {
    const name = '<img src=x onerror=alert(1)> "&\' 👩🏽‍🚀 شكرا'
    await ada.post('/account/profile', { ...form, name })
    const page = await ada.get('/account/profile')
    t.equal(page.$('#name').val(), name)
    t.equal(page.$('main img').length, 0)
    await ada.post('/account/profile', form)
  })

  await t.test('says what the mail server said of the address', async t => {
    await db.updateTable('profiles').set({ mail_refused_at: new Date(), mail_refusal: '550 nobody here' }).where('id', '=', ada.id).execute()
    t.match((await ada.get('/account/profile')).$('main').text(), /550 nobody here/)
  })

  await t.test('says how mails greet', async t => {
    await w.work()
    await ask(ada)
    t.match((await lastMailTo(w, ada.email)).text, /^Hello Countess,/)
  })
})

t.test('the picture', async t => {
  const w = await world(t)
  const { db, ada, carl, grace, visitor } = w
  const address = `/account/pictures/${ada.id}`
  const send = (content: Buffer | string, name = 'me.png', fields = {}) => ada.upload('/account/profile', { ...form, ...fields }, [{ field: 'picture', name, content }])

  await t.test('is drawn anew: square, small, upright, without what a camera wrote', async t => {
    const content = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } }).withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' }, IFD0: { Artist: 'Secret place' } }).jpeg().toBuffer()
    t.ok(content.includes('Secret place'))
    t.equal((await send(content, 'me.jpg')).status, 303)
    const { response, status } = await ada.get(address)
    t.equal(status, 200)
    t.equal(response.headers['content-type'], 'image/webp')
    t.equal(response.headers['cache-control'], 'private, no-cache')
    const { width, height, format, exif } = await sharp(response.rawPayload).metadata()
    t.strictSame({ width, height, format, exif }, { width: 256, height: 256, format: 'webp', exif: undefined })
    t.notOk(response.rawPayload.includes('Secret place'))
    t.equal((await ada.get(address, { 'if-none-match': String(response.headers.etag) })).status, 304)
    t.match((await ada.get('/account/profile')).$('main img').attr('src'), new RegExp(`^${address}\\?v=`))
  })

  await t.test('is seen by its owner, by staff, and on a ticket that they share; for others there is none', async t => {
    t.equal((await grace.get(address)).status, 200)
    t.equal((await carl.get(address)).status, 404)
    t.equal((await visitor.get(address)).status, 303)
    for (const id of ['nobody', carl.id, '00000000-0000-4000-8000-000000000000']) t.equal((await ada.get(`/account/pictures/${id}`)).status, 404, id)
    await grace.upload('/account/profile', { name: 'Grace' }, [{ field: 'picture', name: 'me.png', content: await picture() }])
    t.equal((await ada.get(`/account/pictures/${grace.id}`)).status, 404, 'not before she wrote to her')
    await answer(grace, await ask(ada), 'Here I am.')
    t.equal((await ada.get(`/account/pictures/${grace.id}`)).status, 200)
    t.equal((await carl.get(`/account/pictures/${grace.id}`)).status, 404)
    t.equal((await grace.get('/desk/tickets/1001')).$(`.facts img[src^="${address}"]`).length, 1, 'staff see whom they write to')
  })

  await t.test('takes the place of the one before', async t => {
    const [before] = await filesIn(w)
    await send(await picture(300, 300))
    const after = await filesIn(w)
    t.equal(after.length, 2, 'hers and Grace’s')
    t.notOk((await db.selectFrom('profile_pictures').select('storage_key').where('profile_id', '=', ada.id).execute()).some(({ storage_key }) => storage_key === before))
  })

  await t.test('that cannot be used is refused in its own words, with all that was typed kept', async t => {
    const before = await filesIn(w)
    const png = await picture()
    const refused: [string, Buffer | string, RegExp][] = [
      ['text.png', 'not a picture', /not a picture that we can show/],
      ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /not a picture that we can show/],
      ['empty.png', '', /not a picture that we can show/],
      ['half.png', png.subarray(0, 60), /could not read this picture/],
      ['bomb.png', await picture(8_000, 7_000), /could not read this picture/],
    ]
    for (const [name, content, words] of refused) {
      const page = await send(content, name, { company: `After ${name}` })
      t.equal(page.status, 422, name)
      t.match(problems(page)['picture'], words, name)
      t.equal(page.$('#company').val(), `After ${name}`)
    }
    t.strictSame(await filesIn(w), before, 'and nothing is left behind')
  })

  await t.test('that came with a form that is refused is kept', async t => {
    const { sha256: before } = await db.selectFrom('profile_pictures').select('sha256').where('profile_id', '=', ada.id).executeTakeFirstOrThrow()
    const content = await sharp({ create: { width: 80, height: 80, channels: 3, background: 'navy' } }).png().toBuffer()
    t.equal((await send(content, 'me.png', { name: '' })).status, 422)
    t.not((await db.selectFrom('profile_pictures').select('sha256').where('profile_id', '=', ada.id).executeTakeFirstOrThrow()).sha256, before)
  })

  await t.test('is removed, and what was typed beside is saved', async t => {
    t.equal((await ada.post('/account/profile', { ...form, company: 'Elsewhere', intent: 'remove-picture' })).status, 303)
    t.equal((await ada.get(address)).status, 404)
    const page = await ada.get('/account/profile')
    t.equal(page.$('main img').length, 0)
    t.equal(page.$('#company').val(), 'Elsewhere')
    t.equal((await filesIn(w)).length, 1, 'Grace’s')
  })

})
