import t from 'tap'
import { change } from '../support/tickets.ts'
import { authentic, fates, mail, mailWorld, repliesTo, ticketOf, type MailWorld } from './mailing.ts'

async function takePart({ db, carl }: MailWorld, ticket_id: string, may: 'read' | 'reply'): Promise<void> {
  await db.deleteFrom('participants').execute()
  await db.insertInto('participants').values({ ticket_id, email: carl.email, may, profile_id: carl.id, token_hash: `${may}-${ticket_id}` }).execute()
}

t.test('who takes part answers by mail as they may on the page', async t => {
  const w = await mailWorld(t)
  const { ada, carl, grace, addresses, db } = w
  const { reference, ticketId } = await ticketOf(w, ada)
  const to = addresses.of({ reference, ticketId, profileId: carl.id, renewed: 0 }) ?? ''
  const say = async (text: string) => {
    await mail(w, { from: carl.email, to, text })
    return (await fates(w)).at(-1)
  }

  t.equal(await say('Not asked yet'), 'kept: token')
  await takePart(w, ticketId, 'read')
  t.equal(await say('Only reading'), 'kept: token')
  await takePart(w, ticketId, 'reply')
  t.equal(await say('Now I may'), 'taken')
  t.match(await repliesTo(w, reference), [{ author: 'Carl', text: 'Now I may' }])

  await mail(w, { from: carl.email, headers: authentic('example.com'), references: `<ticket.${ticketId}@support.test>`, text: 'By its head' })
  t.equal((await fates(w)).at(-1), 'taken')
  await change(grace, reference, { status: 'closed' })
  t.equal(await say('It burns again'), 'kept: closed', 'only its owner opens a ticket again')
  await db.deleteFrom('participants').execute()
  t.equal(await say('I have left'), 'kept: token', 'the address works no longer than the right does')
  t.equal((await repliesTo(w, reference)).length, 2)
})

t.test('who was forgotten writes no more', async t => {
  const w = await mailWorld(t)
  const { address } = await ticketOf(w, w.ada)
  await w.db.updateTable('profiles').set({ email: 'former-1@deleted.invalid' }).where('id', '=', w.ada.id).execute()
  await mail(w, { from: 'ada@example.com', to: address })
  t.strictSame(await fates(w), ['kept: token'])
})

t.test('colleagues answer by mail where their company shares its tickets for that', async t => {
  const w = await mailWorld(t)
  const { ada, carl, addresses, db } = w
  const { reference, ticketId } = await ticketOf(w, ada)
  const { id } = await db.insertInto('companies').values({ name: 'Acme', shared_with: 'everybody', may: 'read' }).returning('id').executeTakeFirstOrThrow()
  await db.updateTable('profiles').set({ company_id: id }).where('id', 'in', [ada.id, carl.id]).execute()
  const to = addresses.of({ reference, ticketId, profileId: carl.id, renewed: 0 }) ?? ''
  await mail(w, { from: carl.email, to, text: 'Only reading' })
  await db.updateTable('companies').set({ may: 'reply' }).execute()
  await mail(w, { from: carl.email, to, text: 'Now I may' })
  t.strictSame(await fates(w), ['kept: token', 'taken'])
})
