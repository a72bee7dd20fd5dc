import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { compose, contentOf, moveDraft, renameDraft, saveDraft, saysMore, typedFields, type Composed } from '../../drafts/index.ts'
import type { Trx } from '../../db/connect.ts'
import { signedIn } from '../../web/access.ts'
import { tooMany } from '../../web/errors.ts'
import type { Checked } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import { once, type Outcome } from '../../web/submissions.ts'
import { countTry } from '../../web/throttle.ts'
import { composeView } from '../compose.ts'
import { checkReply, type ReplyForm } from '../forms.ts'
import { mayFollowUp, mayReopen, mayReply } from '../rules.ts'
import { mustMayWrite } from '../participants/rights.ts'
import { reload, showTicket } from '../show.ts'
import { lockTicket } from '../store/read.ts'
import { addReply, reopenTicket, type Written } from '../store/write.ts'
import { asNewTicket } from '../unsent.ts'

type Reference = { Params: { reference: string } }
const form = { config: { access: 'customer', files: true } } as const
const perPerson = { tries: 240, seconds: 3_600 }

type Noun = 'replies' | 'reopening'
/** What a form turned out to do, and what is said of it. */
type Sent = keyof typeof sent
const sent = { replies: 'tickets.reply-sent', help: 'tickets.reply-reopened', reopening: 'tickets.reopened' } as const

/** Under lock it turned out that the ticket does not take this any more; nothing was written. */
class NotNow extends Error {}

/** POST /tickets/<reference>/replies and …/reopening: the same form, which a closed ticket asks for with other words. */
export const replyActions: FastifyPluginAsync = async app => {
  app.post<Reference>('/tickets/:reference/replies', form, (request, reply) => handle(request, reply, 'replies'))
  app.post<Reference>('/tickets/:reference/reopening', form, (request, reply) => handle(request, reply, 'reopening'))

  async function handle(request: FastifyRequest, reply: FastifyReply, noun: Noun): Promise<FastifyReply> {
    const composed = await compose(app, request, 'reply', request.ticket.id)
    const checked = checkReply(request.form)
    mustMayWrite(request.ticket, noun)
    if (mayFollowUp(request.ticket, app.config.REOPEN_DAYS)) return keepAsFollowUp(reply, checked, composed)
    if (composed.intent === 'draft') return keepDraft(request, reply, composed)
    if (composed.intent === 'preview') return show(reply, { ...checked, errors: {} }, composed, await app.markdown.render(checked.values.text ?? '', signedIn(request).id))
    if (!checked.ok || composed.filesProblem !== undefined) return show(reply.code(422), checked, composed)
    return send(request, reply, checked, composed, noun)
  }

  async function send(request: FastifyRequest, reply: FastifyReply, checked: Checked<ReplyForm> & { ok: true }, composed: Composed, noun: Noun): Promise<FastifyReply> {
    const person = signedIn(request)
    const wait = await countTry(app.db, `replies:${person.id}`, perPerson)
    if (wait > 0) throw tooMany(wait)

    const outcome = await attempt(request, checked.values, composed, noun)
    await reload(app, reply, 'customer')
    if (outcome === undefined) return refuse(request, reply, checked, composed)
    if (await saysMore(app, person.id, composed, outcome)) return askAgain(reply, checked, composed)
    return finish(reply.toast('done', sent[outcome.result as Sent]))
  }

  /** Undefined where the ticket does not take it any more. */
  async function attempt(request: FastifyRequest, { text, purpose }: ReplyForm, composed: Composed, noun: Noun): Promise<Outcome | undefined> {
    const written = { text, html: await app.markdown.render(text, signedIn(request).id), draftId: composed.submission }
    try {
      return await once(app.db, signedIn(request).id, composed.submission, contentOf([noun, text], composed), trx => act(trx, request, written, noun, purpose))
    } catch (error) {
      if (error instanceof NotNow) return undefined
      throw error
    }
  }

  async function act(trx: Trx, request: FastifyRequest, written: Written, noun: Noun, purpose: ReplyForm['purpose']): Promise<Sent> {
    const person = { ...signedIn(request), role: 'customer' } as const
    const ticket = await lockTicket(trx, person, request.ticket)
    mustMayWrite(ticket, noun)
    if (noun === 'replies' ? !mayReply(ticket) : !mayReopen(ticket, app.config.REOPEN_DAYS)) throw new NotNow()
    if (noun === 'reopening') await reopenTicket(trx, app.queue, ticket, person, written)
    else await addReply(trx, app.queue, ticket, person, written, purpose === 'thanks' ? 'thanks' : 'help')
    return noun === 'replies' && ticket.status === 'resolved' && purpose !== 'thanks' ? 'help' : noun
  }

  /** The ticket's state changed while this was written: the text comes back, with what can be done now. */
  async function refuse(request: FastifyRequest, reply: FastifyReply, checked: Checked<ReplyForm>, composed: Composed): Promise<FastifyReply> {
    const text = t(request.ticket.status === 'closed' ? 'tickets.closed-meanwhile' : 'tickets.not-closed')
    return show(reply.code(409), { ...checked, errors: { text } }, composed)
  }

  /** The ticket takes no more words: they wait in a new one that follows it up, ready to be sent. */
  async function keepAsFollowUp(reply: FastifyReply, { values }: Checked<ReplyForm>, composed: Composed): Promise<FastifyReply> {
    const { ticket } = reply.request
    const id = await moveDraft(app.db, signedIn(reply.request).id, composed.submission, { form: 'ticket', fields: asNewTicket(values.text ?? '', ticket) })
    return goTo(reply.toast('problem', 'tickets.kept-as-follow-up', { reference: ticket.reference }), `/tickets/new?draft=${id}`)
  }

  /** Back, changed, sent again: the first words stand, the new ones come back under a key of their own. */
  async function askAgain(reply: FastifyReply, checked: Checked<ReplyForm>, composed: Composed): Promise<FastifyReply> {
    const submission = await renameDraft(app.db, signedIn(reply.request).id, composed.submission)
    return show(reply.code(409), { ...checked, errors: { text: t('tickets.reply-already-sent') } }, { ...composed, submission })
  }

  async function keepDraft(request: FastifyRequest, reply: FastifyReply, composed: Composed): Promise<FastifyReply> {
    const submission = await saveDraft(app.db, signedIn(request).id, composed.submission, { form: 'reply', ticketId: request.ticket.id, fields: typedFields(request.form) })
    if (composed.filesProblem !== undefined) return show(reply.code(422), { ...checkReply(request.form), errors: {} }, { ...composed, submission })
    return finish(reply.toast('done', 'tickets.draft-saved'))
  }

  async function finish(reply: FastifyReply): Promise<FastifyReply> {
    return reply.request.swapTarget === undefined
      ? goTo(reply, `/tickets/${reply.request.ticket.reference}`)
      : showTicket(app, reply)
  }

  function show(reply: FastifyReply, { values, errors }: Pick<Checked<ReplyForm>, 'values' | 'errors'>, composed: Composed, preview?: SafeHtml): Promise<FastifyReply> {
    return showTicket(app, reply, { reply: { form: { values, errors }, compose: composeView(app, composed, preview) } })
  }
}
