import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { compose } from '../../drafts/index.ts'
import { holdCategory, openingLimit, openTicket, priorities } from '../../tickets/index.ts'
import { signedIn } from '../../web/access.ts'
import { tooMany } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { once } from '../../web/submissions.ts'
import { countTry } from '../../web/throttle.ts'
import { Changed, unlessChanged } from '../../web/versions.ts'
import { customFields } from './answers.ts'
import { addressOf, arrive, nextAddress, previousAddress, type GuideRoute, type Place } from './arrive.ts'
import { askedFields, chosenCategory } from './steps.ts'
import { showFiles } from './show.ts'
import { addAnswers, endSent, lockUnchanged } from './store.ts'

const upload = { config: { access: 'customer', files: true } } as const
const moreAtMost = 10_000

/** The end of the guide, for which one must be signed in: POST …/files and …/check, which opens the ticket. */
export const guideSending: FastifyPluginAsync = async app => {
  app.post<GuideRoute>('/help/guide/:id/files', upload, async (request, reply) => {
    // Before a byte of a file is read.
    const before = await arrive(request, reply, 'files')
    if (before === undefined) return reply
    const composed = await compose(app, request, 'guide')
    const place = { ...before, changes: request.form?.get('return') === 'check' }
    const more = (request.form?.get('more') ?? '').trim()
    const error = more.length > moreAtMost ? t('guide.more-too-long') : undefined
    const back = request.form?.get('intent') === 'back'
    if (!back && (error !== undefined || composed.filesProblem !== undefined)) return showFiles(app, reply.code(422), place, { composed, more, error })
    const answers = await addAnswers(app.db, place.guide, signedIn(request).id, { more: more.slice(0, moreAtMost).toWellFormed(), ...!back && { files: 'yes' } })
    return goTo(reply, back ? previousAddress(place) : nextAddress(place, answers))
  })

  app.post<GuideRoute>('/help/guide/:id/check', { config: { access: 'customer' } }, async (request, reply) => {
    const place = await arrive(request, reply, 'check')
    if (place === undefined) return reply
    if (request.form?.get('intent') === 'back') return goTo(reply, previousAddress(place))
    return send(request, reply, place)
  })

  /** Opens the ticket once; what was changed meanwhile in another window is looked at again first. */
  async function send(request: FastifyRequest, reply: FastifyReply, place: Place): Promise<FastifyReply> {
    const person = signedIn(request)
    const { guide } = place
    const wait = await countTry(app.db, `tickets:${person.id}`, openingLimit)
    if (wait > 0) throw tooMany(wait)
    const ticket = await ticketOf(place, person.id)
    const sent = await unlessChanged(() => once(app.db, person.id, guide.id, '', async trx => {
      // The answers are not those that were read again, or the category is gone.
      if (!await lockUnchanged(trx, guide)) throw new Changed()
      if (ticket.categoryId !== null && !await holdCategory(trx, ticket.categoryId)) throw new Changed()
      const reference = await openTicket(trx, app.queue, person, ticket)
      await endSent(trx, guide, reference)
      return String(reference)
    }))
    return goTo(reply, sent === undefined ? addressOf(guide.id, 'check') : `/tickets/${sent.result}/sent`)
  }

  async function ticketOf({ guide, answers, categories }: Place, personId: string) {
    const { title = '', description = '', more = '' } = answers
    // What was added goes below what was said before.
    const text = [description, more].filter(part => part !== '').join('\n\n')
    return {
      title, text, html: await app.markdown.render(text, personId),
      priority: priorities.find(known => known === answers['priority']) ?? 'normal',
      categoryId: chosenCategory(categories, answers)?.id ?? null,
      customFields: customFields(askedFields(categories, answers), answers),
      draftId: guide.id,
    }
  }
}
