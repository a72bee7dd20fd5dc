import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { compose, contentOf, moveDraft, saveDraft, saysMore, throwAway, typedFields, type Composed } from '../../drafts/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound, tooMany } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { isUuid, once } from '../../web/submissions.ts'
import { t } from '../../web/i18n.ts'
import { countTry } from '../../web/throttle.ts'
import type { Checked } from '../../web/forms.ts'
import { composeView } from '../compose.ts'
import { checkTicket, openingLimit, type TicketForm } from '../forms.ts'
import { categoryOptions, priorityOptions } from '../options.ts'
import { forgetCategories, holdCategory, listCategories } from '../store/categories.ts'
import { findOwnTicket } from '../store/read.ts'
import { openTicket } from '../store/write.ts'

const form = { config: { access: 'customer', files: true } } as const

/** POST /tickets: opens one, saves a draft, or shows a preview. */
export const openActions: FastifyPluginAsync = async app => {
  app.post('/tickets', form, async (request, reply) => {
    const composed = await compose(app, request, 'ticket')
    const checked = await check(request, composed)
    if (composed.intent === 'draft') return keepDraft(request, reply, composed)
    if (composed.intent === 'preview') return showForm(reply, { values: checked.values, errors: {} }, composed, await app.markdown.render(checked.values.description ?? '', signedIn(request).id))
    if (!checked.ok || composed.filesProblem !== undefined) return showForm(reply.code(422), checked, composed)
    return open(request, reply, checked.values, composed)
  })

  app.post<{ Params: { id: string } }>('/tickets/drafts/:id/removal', { config: { access: 'customer' } }, async (request, reply) => {
    if (!isUuid(request.params.id)) throw notFound('tickets.draft-not-found')
    await throwAway(app, signedIn(request).id, request.params.id)
    return goTo(reply.toast('done', 'tickets.draft-thrown-away'), '/tickets')
  })

  async function check(request: FastifyRequest, { intent }: Composed): Promise<Checked<TicketForm>> {
    const checked = checkTicket(request.form)
    const categories = await listCategories(app.db)
    if (intent !== 'send' || categories.some(({ slug }) => slug === checked.values.category)) return checked
    return { ...checked, ok: false, errors: { category: t('tickets.category-missing'), ...checked.errors } }
  }

  async function open(request: FastifyRequest, reply: FastifyReply, values: TicketForm, composed: Composed): Promise<FastifyReply> {
    const person = signedIn(request)
    const { submission } = composed
    const wait = await countTry(app.db, `tickets:${person.id}`, openingLimit)
    if (wait > 0) throw tooMany(wait)

    const html = await app.markdown.render(values.description, person.id)
    const category = (await listCategories(app.db)).find(({ slug }) => slug === values.category)
    const follows = await findOwnTicket(app.db, person.id, request.form?.get('follows') ?? '')
    const { title, description: text, priority } = values
    const outcome = await once(app.db, person.id, submission, contentOf(values, composed), async trx => {
      if (category === undefined || !await holdCategory(trx, category.id)) throw new CategoryGone()
      return String(await openTicket(trx, app.queue, person, { title, text, html, priority, categoryId: category.id, follows: follows?.id, draftId: submission }))
    }).catch((error: unknown) => error instanceof CategoryGone ? undefined : Promise.reject(error))
    if (outcome === undefined) return chooseAgain(reply, values, composed)
    if (await saysMore(app, person.id, composed, outcome)) return keepChanged(request, reply, submission, outcome.result)
    return goTo(reply, `/tickets/${outcome.result}/sent`)
  }

  /** Staff have removed the category since the form was made, or the list was read. */
  async function chooseAgain(reply: FastifyReply, values: TicketForm, composed: Composed): Promise<FastifyReply> {
    forgetCategories(app.db)
    return showForm(reply.code(422), { values, errors: { category: t('tickets.category-missing') } }, composed)
  }

  /** Back, changed, sent again: the ticket is opened once, and what is new in the text is not thrown away. */
  async function keepChanged(request: FastifyRequest, reply: FastifyReply, submission: string, reference: string): Promise<FastifyReply> {
    const id = await moveDraft(app.db, signedIn(request).id, submission, { form: 'ticket', fields: typedFields(request.form) })
    return goTo(reply.toast('problem', 'tickets.already-sent', { reference }), `/tickets/new?draft=${id}`)
  }

  async function keepDraft(request: FastifyRequest, reply: FastifyReply, composed: Composed): Promise<FastifyReply> {
    const id = await saveDraft(app.db, signedIn(request).id, composed.submission, { form: 'ticket', fields: typedFields(request.form) })
    if (composed.filesProblem === undefined) return goTo(reply.toast('done', 'tickets.draft-saved'), '/tickets')
    return showForm(reply.code(422), { values: checkTicket(request.form).values, errors: {} }, { ...composed, submission: id })
  }

  async function showForm(reply: FastifyReply, checked: Pick<Checked<TicketForm>, 'values' | 'errors'>, composed: Composed, preview?: Awaited<ReturnType<typeof app.markdown.render>>): Promise<FastifyReply> {
    const follows = await findOwnTicket(app.db, signedIn(reply.request).id, reply.request.form?.get('follows') ?? '')
    const view = {
      form: checked, compose: composeView(app, composed, preview), follows: follows?.reference, sharing: signedIn(reply.request).sharing ?? undefined,
      categories: categoryOptions(await listCategories(app.db)), priorities: priorityOptions(),
    }
    return reply.request.swapTarget === 'ticket-form' ? reply.partial('tickets/_ticket-form', view) : reply.page('tickets/new', view)
  }
}

/** No ticket can be about what was chosen. */
class CategoryGone extends Error {}
