import t from 'tap'
import { quoting, betweenTheLines } from './quoting.ts'
import { shapes } from './corpus.ts'
import { fates, mail, mailWorld, repliesTo, takeAll, ticketOf } from './mailing.ts'

t.test('whatever a program makes of a mail, it ends as a reply or is kept with a reason', async t => {
  const w = await mailWorld(t)
  const { reference, address, ticketId } = await ticketOf(w, w.ada)
  for (const [what, { raw, ends, says, files = [] }] of Object.entries(shapes(address))) {
    const before = await repliesTo(w, reference)
    await w.db.deleteFrom('attachments').where('ticket_id', '=', ticketId).execute()
    await w.db.deleteFrom('attempts').execute()
    await w.stranger.sendMail({ envelope: { from: 'ada@example.com', to: address }, raw })
    await takeAll(w)
    const [reply] = (await repliesTo(w, reference)).slice(before.length)
    t.equal((await fates(w)).at(-1), ends === 'reply' ? 'taken' : `kept: ${ends}`, what)
    if (says !== undefined) t.match(reply?.text ?? '', says, what)
    if (ends === 'reply') t.strictSame((await w.db.selectFrom('attachments').select('name').where('ticket_id', '=', ticketId).orderBy('name').execute()).map(({ name }) => name), files, `${what}: its files`)
  }
  t.equal((await w.ada.get(`/tickets/${reference}`)).status, 200, 'and the page shows them all')
})

t.test('what was quoted is folded away and not lost, whichever program quoted it', async t => {
  const w = await mailWorld(t)
  const { reference, address } = await ticketOf(w, w.ada)
  for (const [program, { text, own, hidden }] of Object.entries(quoting)) {
    await mail(w, { from: w.ada.email, to: address, text })
    const reply = (await repliesTo(w, reference)).at(-1)
    t.equal(reply?.text, own, program)
    t.match(reply?.quoted, hidden, program)
    t.equal(`${reply?.text}${reply?.quoted}`.replace(/\s/g, '').length, text.replace(/\s/g, '').length, `${program}: every sign is in the one or the other`)
  }
  await mail(w, { from: w.ada.email, to: address, text: betweenTheLines })
  t.match((await repliesTo(w, reference)).at(-1), { text: betweenTheLines, quoted: '' })
})
