import { createTransport, type SendMailOptions } from 'nodemailer'
import { replyAddresses } from '../../src/notifications/index.ts'
import { takeMail } from '../../src/mail-in/index.ts'
import { startMailIn } from '../../src/mail-in/index.ts'
import type { Test } from 'tap'
import type { Client } from '../support/client.ts'
import { ask } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'

export const support = 'help@acme.example'
export const relay = 'mx.acme.example'

/** A world in which mail comes in by SMTP; this machine is a mail server of ours. */
export async function mailWorld(t: Test, settings: Record<string, string> = {}) {
  const w = await world(t, { MAIL_FROM: `Acme <${support}>`, MAIL_IN_PORT: '0', HOST: '127.0.0.1', MAIL_IN_RELAYS: '127.0.0.1', MAIL_TRUSTED_AUTHSERV: relay, SECRET: 's'.repeat(32), ...settings })
  const needs = { ...w.services }
  const stop = await startMailIn(needs, sentence => w.logged.push(sentence))
  t.teardown(stop)
  const port = Number(/comes in at port (\d+)/.exec(w.logged.join('\n'))?.[1])
  const stranger = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  t.teardown(() => stranger.close())
  return { ...w, needs, port, stranger, addresses: replyAddresses(w.config, needs.secret) }
}

export type MailWorld = Awaited<ReturnType<typeof mailWorld>>

/** Sends as any mail program would; the mail is acted on before this returns. */
export async function mail({ stranger, ...w }: MailWorld, message: SendMailOptions): Promise<void> {
  await stranger.sendMail({ to: support, subject: 'Printer on fire', text: 'It burns.', ...message })
  await takeAll(w)
}

/** Acts on all mails that wait, as the queue would. */
export async function takeAll({ db, needs, logged }: Pick<MailWorld, 'db' | 'needs' | 'logged'>): Promise<void> {
  for (const { id } of await db.selectFrom('incoming_mails').select('id').where('state', '=', 'waiting').orderBy('received_at').execute()) {
    await takeMail(needs, id, sentence => logged.push(sentence))
  }
}

/** What our mail server says of a mail from that domain. */
export const authentic = (domain: string, result = 'pass') => ({ 'Authentication-Results': `${relay}; spf=pass smtp.mailfrom=${domain}; dmarc=${result} (p=none) header.from=${domain}` })

/** A ticket of this person, and the address at which they answer on it. */
export async function ticketOf({ db, addresses }: MailWorld, person: Client & { id: string }) {
  const reference = await ask(person)
  const { id: ticketId } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
  return { reference, ticketId, address: addresses.of({ reference, ticketId, profileId: person.id, renewed: 0 }) ?? '' }
}

export async function fates({ db }: Pick<World, 'db'>): Promise<string[]> {
  const rows = await db.selectFrom('incoming_mails').select(['state', 'reason']).orderBy('received_at').orderBy('id').execute()
  return rows.map(({ state, reason }) => reason === '' ? state : `${state}: ${reason}`)
}

export async function repliesTo({ db }: Pick<World, 'db'>, reference: number) {
  return db.selectFrom('replies').innerJoin('tickets', 'tickets.id', 'ticket_id').innerJoin('profiles', 'profiles.id', 'author_id')
    .select(['replies.text', 'replies.html', 'replies.quoted', 'full_name as author', 'tickets.status']).where('reference', '=', reference).orderBy('replies.created_at').execute()
}

export async function letters({ db }: Pick<World, 'db'>, ...kinds: string[]) {
  return db.selectFrom('mails').select(['kind', 'address', 'details', 'language']).where('kind', 'in', kinds).orderBy('created_at').execute()
}
