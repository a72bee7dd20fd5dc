import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { compose, contentOf, renameDraft, saveDraft, saysMore, typedFields, type Composed } from '../drafts/index.ts'
import { addNote, addReply, composeView, lockTicket, mayReply, reload } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import type { Checked } from '../web/forms.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import type { SafeHtml } from '../web/markdown/index.ts'
import { once } from '../web/submissions.ts'
import { mustBeAsSeen, seenVersion, unlessChanged } from '../web/versions.ts'
import { checkMessage, type MessageForm } from './forms.ts'
import { showTicket } from './show.ts'

type Reference = { Params: { reference: string } }
type Noun = 'replies' | 'notes'
const form = { config: { access: 'agent', files: true } } as const
const draftForms = { replies: 'desk-reply', notes: 'note' } as const

/** POST /desk/tickets/<reference>/replies and …/notes. */
export const messages: FastifyPluginAsync = async app => {
  app.post<Reference>('/tickets/:reference/replies', form, (request, reply) => handle(request, reply, 'replies'))
  app.post<Reference>('/tickets/:reference/notes', form, (request, reply) => handle(request, reply, 'notes'))

  async function handle(request: FastifyRequest, reply: FastifyReply, noun: Noun): Promise<FastifyReply> {
    const composed = await compose(app, request, draftForms[noun], request.ticket.id)
    const checked = checkMessage(request.form)
    if (composed.intent === 'draft') return keepDraft(request, reply, noun, composed)
    if (composed.intent === 'preview') return show(reply, noun, { ...checked, errors: {} }, composed, await app.markdown.render(checked.values.text ?? '', signedIn(request).id))
    if (!checked.ok || composed.filesProblem !== undefined) return show(reply.code(422), noun, checked, composed)

    const outcome = await write(request, noun, checked.values.text, composed)
    await reload(app, reply)
    if (outcome === 'conflict') return refuse(reply, noun, checked, composed)
    if (outcome === 'changed') return askAgain(reply, noun, checked, composed)
    return finish(reply.toast('done', noun === 'notes' ? 'desk.note-added' : 'tickets.reply-sent'))
  }

  async function write(request: FastifyRequest, noun: Noun, text: string, composed: Composed): Promise<'done' | 'changed' | 'conflict'> {
    const person = signedIn(request)
    const { submission } = composed
    const written = { text, html: await app.markdown.render(text, person.id), draftId: submission }
    const outcome = await unlessChanged(() => once(app.db, person.id, submission, contentOf([noun, text], composed), async trx => {
      const ticket = await lockTicket(trx, person, request.ticket)
      if (noun === 'replies') mustBeAsSeen(request, ticket, mayReply(ticket))
      await (noun === 'notes' ? addNote(trx, ticket, person, written) : addReply(trx, app.queue, ticket, person, written))
      return noun
    }))
    if (outcome === undefined) return 'conflict'
    return await saysMore(app, person.id, composed, outcome) ? 'changed' : 'done'
  }

  /** Nothing was sent. On a closed ticket the text becomes a draft: it must outlive the change that opens the ticket again. */
  async function refuse(reply: FastifyReply, noun: Noun, checked: Checked<MessageForm>, composed: Composed): Promise<FastifyReply> {
    const { request } = reply
    const closed = !mayReply(request.ticket)
    const submission = closed ? await save(request, noun, composed) : composed.submission
    const errors = { text: t(closed ? 'desk.closed-text' : 'desk.conflict-text') }
    return show(reply.code(409), noun, { ...checked, errors }, { ...composed, submission }, undefined, request.ticket.version)
  }

  async function askAgain(reply: FastifyReply, noun: Noun, checked: Checked<MessageForm>, composed: Composed): Promise<FastifyReply> {
    const submission = await renameDraft(app.db, signedIn(reply.request).id, composed.submission)
    return show(reply.code(409), noun, { ...checked, errors: { text: t('tickets.reply-already-sent') } }, { ...composed, submission }, undefined, reply.request.ticket.version)
  }

  async function keepDraft(request: FastifyRequest, reply: FastifyReply, noun: Noun, composed: Composed): Promise<FastifyReply> {
    const submission = await save(request, noun, composed)
    if (composed.filesProblem !== undefined) return show(reply.code(422), noun, { ...checkMessage(request.form), errors: {} }, { ...composed, submission })
    return finish(reply.toast('done', 'tickets.draft-saved'))
  }

  function save(request: FastifyRequest, noun: Noun, { submission }: Composed): Promise<string> {
    return saveDraft(app.db, signedIn(request).id, submission, { form: draftForms[noun], ticketId: request.ticket.id, fields: typedFields(request.form) })
  }

  async function finish(reply: FastifyReply): Promise<FastifyReply> {
    return reply.request.swapTarget === undefined ? goTo(reply, `/desk/tickets/${reply.request.ticket.reference}`) : showTicket(app, reply)
  }

  /** A form that comes back still says which version its author saw, unless they are told of what changed. */
  function show(reply: FastifyReply, noun: Noun, { values, errors }: Pick<Checked<MessageForm>, 'values' | 'errors'>, composed: Composed, preview?: SafeHtml, version = seenVersion(reply.request)): Promise<FastifyReply> {
    const message = { form: { values, errors }, compose: composeView(app, composed, preview), version }
    return showTicket(app, reply, noun === 'notes' ? { note: message } : { reply: message })
  }
}
