import type { Answer, Client, Fields } from '../support/client.ts'
import type { Someone, World } from '../support/world.ts'

/** Opens a ticket of Ada's with a file, and returns its number and the file's address. */
export async function adasTicket({ ada, db }: World): Promise<{ reference: number; file: string }> {
  const { location = '' } = await ada.upload('/tickets', { category: 'problem', title: 'Printer on fire', description: 'It is warm.', priority: 'high', intent: 'send' }, [{ name: 'log.txt', content: 'all is well', type: 'text/plain' }])
  const { id } = await db.selectFrom('attachments').select('id').where('ticket_id', 'is not', null).orderBy('created_at', 'desc').executeTakeFirstOrThrow()
  return { reference: Number(/\d+/.exec(location)?.[0]), file: `/attachments/${id}/log.txt` }
}

/** The owner asks somebody. */
export const invite = (owner: Client, reference: number, email: string, fields: Fields = {}): Promise<Answer> =>
  owner.post(`/tickets/${reference}/participants`, { email, may: 'reply', ...fields })

/** Where the newest invitation to that address leads. */
export async function linkTo({ db }: World, email: string): Promise<string> {
  const mail = await db.selectFrom('mails').select('details').where('kind', '=', 'participant-invitation').where('address', '=', email).orderBy('created_at', 'desc').executeTakeFirstOrThrow()
  return `/invitation?token=${(mail.details as { token: string }).token}`
}

/** Ada asks, and they say yes. Returns the ticket's number and its file. */
export async function joined(w: World, who: Someone, may: 'read' | 'reply' = 'reply'): Promise<{ reference: number; file: string }> {
  const made = await adasTicket(w)
  await invite(w.ada, made.reference, who.email, { may })
  await who.post(await linkTo(w, who.email))
  return made
}

/** The only participant of a ticket, by the number in addresses of theirs. */
export async function participantOf({ db }: World, reference: number): Promise<string> {
  const { id } = await db.selectFrom('participants').innerJoin('tickets', 'tickets.id', 'ticket_id').select('participants.id').where('reference', '=', reference).executeTakeFirstOrThrow()
  return id
}
