import t from 'tap'
import type { SMTPServerOptions } from 'smtp-server'
import { bounceAddresses, queueMail } from '../../src/notifications/index.ts'
import { asked } from '../desk/desk.ts'
import { world } from '../support/world.ts'
import { outboxOf, sendAll } from './office.ts'
import { postOffice } from './post-office.ts'

const mailIn = { MAIL_FROM: 'Acme <help@acme.example>', MAIL_IN_SECRET: 'k'.repeat(32) }

/** Notes under which address mails are sent; those with a + in it are refused where that step is reached. */
function noting(senders: string[], refusing?: 'onMailFrom' | 'onRcptTo' | 'onData'): SMTPServerOptions {
  const no = (address: string | undefined, step: typeof refusing) => step === refusing && address?.includes('+') ? Object.assign(new Error('5.7.1 not owned by user'), { responseCode: 553 }) : undefined
  return {
    onMailFrom: ({ address }, _session, done) => {
      senders.push(address)
      done(no(address, 'onMailFrom'))
    },
    ...(refusing === 'onRcptTo' && { onRcptTo: (_to, { envelope: { mailFrom } }, done) => done(no(mailFrom === false ? '' : mailFrom.address, 'onRcptTo')) }),
    ...(refusing === 'onData' && { onData: (stream, { envelope: { mailFrom } }, done) => void stream.resume().on('end', () => done(no(mailFrom === false ? '' : mailFrom.address, 'onData'))) }),
  }
}

t.test('where mail comes in, each mail is sent under an address of its own', async t => {
  const w = await world(t, mailIn)
  const senders: string[] = []
  const office = await postOffice(t, noting(senders))
  for (const person of [w.ada, w.carl]) await asked(w, {}, person)
  const ids = (await w.db.selectFrom('mails').select('id').orderBy('created_at').execute()).map(({ id }) => id)
  t.strictSame(await sendAll(w, office.url), [])
  t.equal(senders.length, 2)
  t.strictSame(senders.map(bounceAddresses(w.config, w.services.secret).mailOf), ids)
  t.strictSame(office.mails.map(({ from }) => from?.text), ['"Acme" <help@acme.example>', '"Acme" <help@acme.example>'], 'its reader sees the same sender')
})

t.test('where no mail comes in, the sender is that of all mails', async t => {
  const w = await world(t, { MAIL_FROM: mailIn.MAIL_FROM })
  const senders: string[] = []
  const office = await postOffice(t, noting(senders))
  await asked(w)
  await sendAll(w, office.url)
  t.strictSame(senders, ['help@acme.example'])
})

t.test('a mail server that minds such addresses gets the usual one', async t => {
  for (const step of ['onMailFrom', 'onRcptTo', 'onData'] as const) {
    const w = await world(t, mailIn)
    const senders: string[] = []
    const office = await postOffice(t, noting(senders, step))
    await asked(w)
    t.strictSame(await sendAll(w, office.url), [], step)
    t.match(senders, [/\+/, 'help@acme.example'])
    t.match(await outboxOf(w), [{ sent_at: Date, refused_at: null }])
    t.match(w.logged.join('\n'), /will not be believed/)
  }
})

t.test('what answers a mail says so, and that it answers by itself', async t => {
  const w = await world(t, mailIn)
  const office = await postOffice(t)
  await asked(w)
  await w.db.transaction().execute(trx => queueMail(w.services.queue, trx, { kind: 'mail-kept', address: 'eve@new.example', details: { name: '', reason: 'stranger' } }))
  await sendAll(w, office.url)
  t.strictSame(office.mails.map(({ headers }) => headers.get('auto-submitted')), ['auto-generated', 'auto-replied'])
})
