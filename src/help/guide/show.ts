import type { FastifyInstance, FastifyReply } from 'fastify'
import { findDraft, type Composed } from '../../drafts/index.ts'
import { composeView } from '../../tickets/index.ts'
import { signedIn } from '../../web/access.ts'
import { t } from '../../web/i18n.ts'
import { suggest } from '../search/index.ts'
import type { Answers } from './answers.ts'
import type { Place } from './arrive.ts'
import { reviewOf } from './review.ts'
import { questionOf } from './questions.ts'
import type { GuidePage } from './views.ts'

/** How many answers are shown before somebody goes on. */
export const hitsAtMost = 3

/** What answers are looked for by: plain words, in which a quote or a dash asks for nothing. */
export const textOf = ({ title = '', description = '' }: Answers): string => plainWords(`${title} ${description}`).slice(0, 800)

export const plainWords = (text: string): string => text.replace(/["“”„«»*_`#]|(?<!\S)-+/g, ' ')

/** Shows the page of the guide that somebody is on. */
export async function showStep(app: FastifyInstance, reply: FastifyReply, place: Place): Promise<FastifyReply> {
  const { step: { name }, answers } = place
  if (name === 'answers') return showAnswers(app, reply, place)
  if (name === 'files') return showFiles(app, reply, place)
  if (name === 'check') return showCheck(app, reply, place)
  return showQuestion(reply, place, answers, {})
}

/** Shows a question; what was typed stands in it, and what is wrong beside it. */
export function showQuestion(reply: FastifyReply, place: Place, values: Answers, errors: Record<string, string>): FastifyReply {
  const { question, lead, controls } = questionOf(place, values, errors, reply.request.person !== null)
  return reply.page('help/guide/question', { ...pageOf(place, question, errors), controls, lead })
}

/** The form for files, with those that have arrived; what was just typed and refused stands in it. */
export async function showFiles(app: FastifyInstance, reply: FastifyReply, place: Place, received?: { composed: Composed; more: string; error: string | undefined }): Promise<FastifyReply> {
  const { guide: { id }, answers } = place
  const draft = received === undefined ? await findDraft(app.db, signedIn(reply.request).id, id) : undefined
  const { composed, error, more = answers['more'] ?? '' } = received ?? {}
  const { files = draft?.files ?? [], filesProblem } = composed ?? {}
  const page = {
    ...pageOf(place, t('guide.ask-files'), { more: error, files: filesProblem }), more,
    compose: composeView(app, { submission: id, files, filesProblem }),
  }
  return reply.request.swapTarget === 'guide-files' ? reply.partial('help/guide/_guide-files', page) : reply.page('help/guide/files', page)
}

async function showAnswers(app: FastifyInstance, reply: FastifyReply, place: Place): Promise<FastifyReply> {
  const hits = await suggest(app, reply.request.person, textOf(place.answers), hitsAtMost)
  return reply.page('help/guide/answers', { ...pageOf(place, t(hits.length > 0 ? 'guide.ask-answers' : 'guide.nothing-fits')), hits })
}

async function showCheck(app: FastifyInstance, reply: FastifyReply, place: Place): Promise<FastifyReply> {
  const { guide: { id }, answers } = place
  const person = signedIn(reply.request)
  const draft = await findDraft(app.db, person.id, id)
  const { title = '', description = '', more = '' } = answers
  return reply.page('help/guide/check', {
    ...pageOf(place, t('guide.ask-check')), more,
    rows: reviewOf(place),
    words: { title, html: await app.markdown.render(description, person.id) },
    files: draft?.files.map(({ name }) => name) ?? [],
    sharing: person.sharing ?? undefined,
  })
}

function pageOf(place: Place, question: string, errors: GuidePage['errors'] = {}): GuidePage {
  const { guide: { id }, steps, step, changes } = place
  return { guide: id, question, errors, changes, step: step.name, number: steps.indexOf(step) + 1, total: steps.length }
}

