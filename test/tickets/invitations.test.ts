import { randomUUID } from 'node:crypto'
import t from 'tap'
import { lastMailTo } from '../sign-in/mailbox.ts'
import { ask, change, problems } from '../support/tickets.ts'
import { password, world } from '../support/world.ts'
import { adasTicket, invite, linkTo, participantOf } from './taking-part.ts'

t.test('asking a colleague to take part', async t => {
  const w = await world(t)
  const { ada, carl, grace, visitor, db } = w
  const { reference } = await adasTicket(w)
  const page = `/tickets/${reference}/participants`

  await t.test('says the same of every address, and sends each the same mail', async t => {
    for (const email of ['carl@example.com', 'nobody@example.com', 'grace@example.com']) {
      const { location } = await invite(ada, reference, email)
      t.equal(location, page)
      const { $ } = await ada.get(page)
      t.match($('main').text(), 'waits for their answer')
      t.notMatch($('main').text(), /Carl|Grace/, 'not even the name of who has an account')
    }
    const mails = await db.selectFrom('mails').select(['address', 'details']).where('kind', '=', 'participant-invitation').execute()
    t.strictSame(mails.map(({ address }) => address), ['carl@example.com', 'nobody@example.com', 'grace@example.com'])
    for (const { details } of mails) t.notMatch(JSON.stringify(details), /Printer|warm/, 'with nothing that Ada typed')
    t.strictSame((await db.selectFrom('participants').select('profile_id').execute()).filter(({ profile_id }) => profile_id !== null), [])
  })

  await t.test('shows the invited nothing before they say yes', async t => {
    t.equal((await carl.get(`/tickets/${reference}`)).status, 404)
    t.notMatch((await carl.get('/tickets?whose=shared')).body, 'Printer')
    const link = await linkTo(w, 'carl@example.com')
    const seen = await visitor.get(link)
    t.match(seen.$('main').text(), new RegExp(`Ada \\(ada@example.com\\) asks you .*#${reference}`))
    t.notMatch(seen.body, /Printer/, 'the title is for who proves themselves')
    t.equal(seen.$('main a.button').first().attr('href'), `/sign-in?next=${encodeURIComponent(link)}`)
    t.equal(seen.response.headers['cache-control'], 'no-store')
    const { status, location } = await visitor.post(link)
    t.equal(status, 303)
    t.match(location, `/sign-in?${new URLSearchParams({ next: link })}`)
  })

  await t.test('lets in nobody else who has the link', async t => {
    const link = await linkTo(w, 'nobody@example.com')
    const { $, body } = await carl.get(link)
    t.match($('main').text(), 'another address than yours (carl@example.com)')
    t.notMatch(body, /Printer/)
    t.equal((await carl.post(link)).status, 422)
    t.equal((await ada.post(link)).status, 422)
    const staff = await linkTo(w, 'grace@example.com')
    t.match((await grace.get(staff)).$('main').text(), 'You are staff')
    t.equal((await grace.post(staff)).status, 422)
    t.equal((await grace.get(`/tickets/${reference}`)).status, 404)
    t.strictSame(await db.selectFrom('participants').select('id').where('profile_id', 'is not', null).execute(), [])
  })

  await t.test('lets in who was asked, once and for good', async t => {
    const link = await linkTo(w, 'carl@example.com')
    t.match((await carl.get(link)).$('main').text(), 'Printer on fire')
    const answers = await Promise.all([1, 2, 3, 4].map(() => carl.post(link)))
    t.ok(answers.every(({ location }) => location === `/tickets/${reference}`))
    t.equal((await carl.get(link)).location, `/tickets/${reference}`)
    t.equal((await visitor.get(link)).$('h1').text(), 'This invitation does not work any more')
    const said = (await ada.get(`/tickets/${reference}`)).$('.event').text()
    t.equal([...said.matchAll(/Carl takes part in this ticket now/g)].length, 1)
    t.match((await carl.get(`/tickets/${reference}`)).$('#participants').text(), /Carl, who reads and writes/)
    t.match((await ada.get('/notifications')).$('main').text(), 'Carl takes part in your ticket “Printer on fire” now')
    t.match((await ada.get('/account/activity')).$('main').text(), `Changed who takes part in ticket #${reference}`)
  })

  await t.test('keeps what was typed where it cannot be done', async t => {
    for (const [email, says] of [['', 'Enter'], ['no address', 'address'], [`${'x'.repeat(300)}@example.com`, 'address'], ['a@b.c\r\nBcc: all@example.com', 'address'], ['<carl@example.com>', 'address'], ['ADA@example.com', 'your own']] as const) {
      const refused = await invite(ada, reference, email)
      t.equal(refused.status, 422, email)
      t.match(problems(refused)['email'], says)
      t.equal(refused.$('#email').val(), email.replaceAll('\r\n', '\n'))
    }
    const refused = await invite(ada, reference, 'new@example.com', { may: 'own' })
    t.equal(refused.status, 422)
    t.match(problems(refused)['may'], 'Choose')
    t.equal((await invite(ada, reference, 'carl@example.com')).status, 303, 'who takes part already is not asked again')
  })

  await t.test('sent twice asks once', async t => {
    const submission = randomUUID()
    await Promise.all([1, 2, 3].map(() => invite(ada, reference, 'twice@example.com', { submission })))
    await invite(ada, reference, 'Twice@example.com')
    t.equal((await db.selectFrom('mails').select('id').where('address', '=', 'twice@example.com').execute()).length, 1)
    t.equal((await db.selectFrom('participants').select('id').where('email', '=', 'twice@example.com').execute()).length, 1)
  })

  await t.test('is for the owner alone', async t => {
    const id = await participantOf(w, reference)
    for (const path of ['', `/${id}`, `/${id}/removal`, `/${id}/invitation`]) {
      t.equal((await carl.post(`${page}${path}`, { email: 'friend@example.com', may: 'reply' })).status, 403, path)
      t.equal((await carl.get(`${page}${path}`)).status, 303, path)
    }
    for (const path of ['/x', `/${randomUUID()}`, `/${id}'`]) t.ok([303, 404].includes((await ada.post(`${page}${path}/removal`)).status), path)
    const another = await ask(ada)
    await ada.post(`/tickets/${another}/participants/${id}/removal`)
    t.equal((await carl.get(`/tickets/${reference}`)).status, 200, 'a participant is named with their own ticket')
  })

  await t.test('ends at twenty', async t => {
    const { id } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
    const taken = await db.selectFrom('participants').select('id').where('ticket_id', '=', id).execute()
    await db.insertInto('participants').values(Array.from({ length: 20 - taken.length }, (_, at) => ({ ticket_id: id, email: `p${at}@example.com`, may: 'read' as const, token_hash: `hash ${at}` }))).execute()
    const refused = await invite(ada, reference, 'one-more@example.com')
    t.equal(refused.status, 422)
    t.match(problems(refused)['email'], '20 people')
  })
})

t.test('an invitation', async t => {
  const w = await world(t)
  const { ada, carl, grace, db } = w
  const { reference } = await adasTicket(w)
  await invite(ada, reference, carl.email)
  const id = await participantOf(w, reference)
  const first = await linkTo(w, carl.email)

  await t.test('runs out, and can be sent again: then only the new link works', async t => {
    await db.updateTable('participants').set({ expires_at: new Date(Date.now() - 1_000) }).execute()
    t.equal((await carl.post(first)).status, 422)
    t.match((await ada.get(`/tickets/${reference}/participants`)).$('main').text(), 'has run out')
    const submission = randomUUID()
    for (let time = 0; time < 2; time++) t.equal((await ada.post(`/tickets/${reference}/participants/${id}/invitation`, { submission })).status, 303)
    t.equal((await db.selectFrom('mails').select('id').where('address', '=', carl.email).execute()).length, 2, 'sent twice is sent once')
    t.equal((await carl.post(first)).status, 422)
    t.match((await carl.get(await linkTo(w, carl.email))).$('main').text(), 'Printer')
  })

  await t.test('works no more once it was taken back', async t => {
    await ada.post(`/tickets/${reference}/participants/${id}/removal`)
    t.equal((await carl.post(await linkTo(w, carl.email))).status, 422)
    t.equal((await carl.get(`/tickets/${reference}`)).status, 404)
  })

  await t.test('to a closed ticket lets read, and nothing else', async t => {
    await change(grace, reference, { status: 'closed' })
    await invite(ada, reference, carl.email)
    t.equal((await carl.post(await linkTo(w, carl.email))).location, `/tickets/${reference}`)
    t.equal((await carl.get(`/tickets/${reference}`)).$('form[name=reply]').length, 0)
    for (const noun of ['replies', 'reopening', 'closure', 'rating']) {
      const refused = await carl.post(`/tickets/${reference}/${noun}`, { text: 'Open it please', score: '1', intent: 'send' })
      t.equal(refused.status, 403, noun)
      if (noun === 'replies') t.match(refused.$('textarea, input[name=text]').val(), 'Open it please', 'what he wrote comes back')
    }
    t.equal((await db.selectFrom('tickets').select('status').executeTakeFirstOrThrow()).status, 'closed')
  })

  await t.test('to who has no account waits until they made one', async t => {
    await w.work()
    const other = await ask(ada)
    await invite(ada, other, 'dana@example.com', { may: 'read' })
    const mail = await lastMailTo(w, 'dana@example.com')
    t.match(mail.text, /ada@example.com asks you to take part in their ticket/)
    t.notMatch(mail.source, /Printer/)
    const dana = w.browser()
    const { $ } = await dana.get(mail.link)
    const signUp = String($('main a[href^="/sign-up"]').attr('href'))
    const next = new URL(signUp, 'http://x').searchParams.get('next') ?? ''
    t.equal(next, mail.link)
    await dana.post('/sign-up', { 'name': 'Dana', 'email': 'dana@example.com', 'new-password': password, next })
    const confirm = await lastMailTo(w, 'dana@example.com', 2)
    const token = new URL(confirm.link, 'http://x').searchParams.get('token') ?? ''
    const { location } = await dana.post('/verify-email', { token, next })
    t.equal(location, mail.link)
    t.equal((await dana.post(mail.link)).location, `/tickets/${other}`)
    t.equal((await dana.get(`/tickets/${other}`)).$('form[name=reply]').length, 0, 'she may only read')
    t.equal((await dana.get(`/tickets/${reference}`)).status, 404, 'and only this one')
  })
})

t.test('those who take part in all of one’s tickets are asked with each new one', async t => {
  const w = await world(t)
  const { ada, carl, db } = w
  await ada.post('/account/communication', { 'channel': 'mail', 'format': 'html', 'quiet-from': '22:00', 'quiet-to': '07:00', 'participants': 'carl@example.com\nnew@example.com' })
  const reference = await ask(ada)
  t.strictSame((await db.selectFrom('participants').select(['email', 'profile_id']).orderBy('email').execute()), [{ email: 'carl@example.com', profile_id: null }, { email: 'new@example.com', profile_id: null }])
  t.equal((await carl.get(`/tickets/${reference}`)).status, 404)
  await carl.post(await linkTo(w, carl.email))
  t.equal((await carl.get(`/tickets/${reference}`)).status, 200)
  t.equal([...(await ada.get(`/tickets/${reference}`)).$('.event').text().matchAll(/You asked somebody/g)].length, 1, 'said once')
})
