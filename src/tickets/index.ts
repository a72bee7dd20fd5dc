import type { FastifyPluginAsync } from 'fastify'
import { signedIn } from '../web/access.ts'
import { notFound } from '../web/errors.ts'
import { actions } from './actions/index.ts'
import { pages } from './pages/index.ts'
import { participants } from './participants/index.ts'
import { findTicket, type SeenTicket } from './store/read.ts'

export { composeView, continued } from './compose.ts'
export { checkWords, openingLimit, type WordsForm } from './forms.ts'
export { answerBy, columnsFor, mayReopen, mayReply, priorities, statuses } from './rules.ts'
export { categoryOptions, filtersFor, priorityOptions, statusOptions } from './options.ts'
export { addressOf, isNarrowed, pageLinks, readSelection } from './selection.ts'
export { withSentences, type ShownEntry } from './sentences.ts'
export { firstNew, reload, rememberRead } from './show.ts'
export { askedCategories, forgetCategories, holdCategory, listCategories, pathOf, rootsOf, type AskedCategory, type Category } from './store/categories.ts'
export { sweepInvitations } from './participants/store.ts'
export { shutOut } from './participants/shut-out.ts'
export { removeInvitedSince } from './participants/since.ts'
export { closeResolved } from './store/closing.ts'
export { listForHome, listTickets, type Selection, type TicketLine } from './store/list.ts'
export { findTicket, listEntries, lockTicket, type SeenTicket, type Sharing } from './store/read.ts'
export { clock, record, type Actor, type Author } from './store/record.ts'
export { addNote, addReply, closeTicket, openTicket, reopenTicket } from './store/write.ts'
export type { Compose, Idle, ListView } from './views.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The ticket named by :reference, already checked to be this person's to see. */
    ticket: SeenTicket
  }
}

/** What a customer does with tickets: ask, follow, answer, close, rate. Staff meet their own tickets here, all others at the desk. */
export const tickets: FastifyPluginAsync = async app => {
  app.addHook('preHandler', async request => {
    const { reference } = request.params as { reference?: string }
    if (reference === undefined) return
    const { id } = signedIn(request)
    const ticket = await findTicket(app.db, { id, role: 'customer' }, reference)
    if (ticket === undefined) throw notFound('tickets.not-found')
    request.ticket = ticket
  })

  await app.register(pages)
  await app.register(actions)
  await app.register(participants)
}
