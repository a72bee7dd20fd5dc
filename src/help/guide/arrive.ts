import type { FastifyReply, FastifyRequest } from 'fastify'
import { askedCategories, type AskedCategory } from '../../tickets/index.ts'
import { notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { isUuid } from '../../web/submissions.ts'
import type { Answers } from './answers.ts'
import { firstMissing, stepsOf, type Step } from './steps.ts'
import { claimGuide, findGuide, type Guide, type Guided } from './store.ts'

export type GuideRoute = { Params: { id: string; step: string }; Querystring: { return?: string } }

/** Where somebody is in their guide. */
export interface Place { guide: Guide; answers: Answers; categories: AskedCategory[]; steps: Step[]; step: Step; changes: boolean }

const known = /^(?:about|exactly|details-\d{1,2}|words|answers|priority|files|check)$/

export function guidedBy(request: FastifyRequest): Guided {
  return { personId: request.person?.id, visitor: request.knownVisitor() }
}

/** The guide, if it is this asker's. A visitor's becomes the person's who goes on with it. */
export async function guideOr404(request: FastifyRequest<GuideRoute>, reply: FastifyReply): Promise<Guide> {
  const { params, person, server, log } = request
  const guide = isUuid(params.id) ? await findGuide(server.db, guidedBy(request), params.id) : undefined
  if (guide === undefined) throw notFound('guide.not-found')
  if (person !== null && guide.profile_id === null) {
    // After the answer has gone out: a GET never writes before that.
    reply.raw.once('finish', () => {
      claimGuide(server.db, guide, person.id).catch((error: unknown) => log.warn({ err: error }, 'guide not claimed'))
    })
  }
  return guide
}

/** The page that was asked for, or undefined where the answer says to go elsewhere: it was sent, or something earlier is missing. */
export async function arrive(request: FastifyRequest<GuideRoute>, reply: FastifyReply, name = request.params.step): Promise<Place | undefined> {
  const guide = await guideOr404(request, reply)
  const { id, answers } = guide
  if (answers['sent'] !== undefined) return void goTo(reply, `/tickets/${answers['sent']}/sent`)
  if (!known.test(name)) throw notFound('guide.not-found')

  const categories = await askedCategories(request.server.db)
  const steps = stepsOf(categories, answers)
  const missing = firstMissing(categories, answers)
  const at = steps.findIndex(step => step.name === name)
  const changes = (request.form?.get('return') ?? request.query.return) === 'check'
  const step = steps[at]
  if (step === undefined || at > missing) return void goTo(reply, addressOf(id, steps[missing]?.name ?? 'check', changes))
  return { guide, answers, categories, steps, step, changes }
}

export function addressOf(id: string, step: string, changes = false): string {
  return `/help/guide/${id}/${step}${changes && step !== 'check' ? '?return=check' : ''}`
}

/** The page after this one, as the answers are now: what is missing, or where one came from to change something. */
export function nextAddress({ guide, categories, step, changes }: Place, answers: Answers): string {
  const steps = stepsOf(categories, answers)
  const missing = firstMissing(categories, answers)
  const following = changes ? missing : Math.min(missing, steps.findIndex(({ name }) => name === step.name) + 1)
  return addressOf(guide.id, steps[following]?.name ?? 'check', changes)
}

/** The page before this one; from the first one, where the guide begins. */
export function previousAddress({ guide, steps, step, changes }: Place): string {
  const before = steps[steps.indexOf(step) - 1]
  if (changes) return addressOf(guide.id, 'check')
  return before === undefined ? '/help/guide' : addressOf(guide.id, before.name)
}
