import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Role } from '../db/schema.ts'
import { signedIn } from '../web/access.ts'
import { blank } from '../web/forms.ts'
import { markTicketRead } from '../notifications/index.ts'
import { answerBy, closesAt, mayClose, mayFollowUp, mayRate, mayReopen, mayReply, turnOf } from './rules.ts'
import { findTicket, listEntries, markRead, type Entry, type SeenTicket } from './store/read.ts'
import { unsent } from './compose.ts'
import { mayOptions } from './participants/forms.ts'
import { purposeOptions, scoreOptions } from './options.ts'
import { withSentences } from './sentences.ts'
import type { TicketView } from './views.ts'

/** Everything a page about a ticket shows; forms are blank or continue what was left unsent. */
export async function gatherTicket(app: FastifyInstance, reply: FastifyReply, forms: Partial<Pick<TicketView, 'reply' | 'rating'>> = {}): Promise<TicketView> {
  const person = signedIn(reply.request)
  const { ticket } = reply.request
  // Here staff are customers too: notes on a ticket of their own stay at the desk.
  const entries = await listEntries(app.db, { id: person.id, role: 'customer' }, ticket)
  const { CLOSE_AFTER_DAYS, REOPEN_DAYS, answerHours } = app.config
  return {
    ticket,
    files: ticket.files,
    entries: withSentences(entries, person),
    newFrom: firstNew(entries, ticket),
    turn: turnOf[ticket.status],
    answerBy: answerBy(ticket, answerHours),
    closesAt: closesAt(ticket, CLOSE_AFTER_DAYS),
    may: mayDo(ticket, REOPEN_DAYS),
    mays: mayOptions(),
    reopenDays: REOPEN_DAYS,
    purposes: purposeOptions(),
    scores: scoreOptions(),
    reply: forms.reply ?? await unsent(app, reply.request, 'reply', ticket.id),
    rating: forms.rating ?? { ...blank, values: { score: String(ticket.rating?.score ?? ''), words: ticket.rating?.words ?? '' } },
  }
}

/** Who takes part may write, as far as the owner says so; all else is the owner's. */
function mayDo(ticket: SeenTicket, days: number): TicketView['may'] {
  const owns = ticket.right === 'owner'
  return {
    reply: ticket.right !== 'read' && mayReply(ticket), close: owns && mayClose(ticket), reopen: owns && mayReopen(ticket, days),
    rate: owns && mayRate(ticket), followUp: owns && mayFollowUp(ticket, days),
  }
}

/** Loads the ticket once more after a change. */
export async function reload(app: FastifyInstance, reply: FastifyReply, role: Role = signedIn(reply.request).role): Promise<void> {
  const { request } = reply
  const fresh = await findTicket(app.db, { id: signedIn(request).id, role }, String(request.ticket.reference))
  if (fresh !== undefined) request.ticket = fresh
}

/** Shows the ticket as a page or, to htmx, as its region; afterwards it counts as seen. */
export async function showTicket(app: FastifyInstance, reply: FastifyReply, forms?: Partial<Pick<TicketView, 'reply' | 'rating'>>): Promise<FastifyReply> {
  const view = await gatherTicket(app, reply, forms)
  rememberRead(app, reply)
  return reply.request.swapTarget === 'ticket' ? reply.partial('tickets/_ticket', view) : reply.page('tickets/show', view)
}

/** After the answer has gone out: a GET never writes before that, and reading never waits for writing. */
export function rememberRead(app: FastifyInstance, reply: FastifyReply): void {
  const { ticket, log } = reply.request
  const person = signedIn(reply.request)
  const seen = ticket.news === 0 && ticket.read_at !== null && ticket.read_at > ticket.updated_at
  if (seen && person.unread === 0) return
  const mark = async () => {
    if (!seen) await markRead(app.db, person, ticket)
    if (person.unread > 0) await markTicketRead(app.db, person.id, ticket)
  }
  reply.raw.once('finish', () => {
    mark().catch((error: unknown) => log.warn({ err: error }, 'reading mark not written'))
  })
}

/** The first entry by somebody else since the last visit. */
export function firstNew(entries: Entry[], { read_at }: SeenTicket): string | undefined {
  return read_at === null ? undefined : entries.find(entry => !entry.mine && entry.at > read_at)?.id
}
