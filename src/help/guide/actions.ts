import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { askToSignIn } from '../../sign-in/index.ts'
import { authorOf } from '../../web/csrf.ts'
import { tooMany } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { newSubmission, submissionOf } from '../../web/submissions.ts'
import { countTry, networkOf } from '../../web/throttle.ts'
import { suggest } from '../search/index.ts'
import { inReason } from './answers.ts'
import { addressOf, arrive, guidedBy, nextAddress, previousAddress, type GuideRoute, type Place } from './arrive.ts'
import { receive } from './questions.ts'
import { hitsAtMost, showQuestion, textOf } from './show.ts'
import { addAnswers, endSolved, findGuide, makeGuide } from './store.ts'

const anyone = { config: { access: 'anyone' } } as const
/** A whole office may come from one network. */
const perNetwork = { tries: 300, seconds: 3_600 }

/** POST /help/guide: begins one; and the answers to its questions. */
export const guideActions: FastifyPluginAsync = async app => {
  app.post('/help/guide', anyone, async (request, reply) => {
    const wait = await countTry(app.db, `guides:${request.person?.id ?? networkOf(request.ip)}`, perNetwork)
    if (wait > 0) throw tooMany(wait)
    const id = await begin(request, reply, submissionOf(request.form))
    return goTo(reply, `/help/guide/${id}`)
  })

  app.post<GuideRoute>('/help/guide/:id/:step', anyone, async (request, reply) => {
    // The session ended while this was written: it waits until its author is back.
    if (request.person === null && authorOf(request) !== undefined) return askToSignIn(request, reply)
    const place = await arrive(request, reply)
    if (place === undefined) return reply
    return place.step.name === 'answers' ? chooseAnswer(request, reply, place) : answer(request, reply, place)
  })

  /** The same form sent twice begins one guide. */
  async function begin(request: FastifyRequest, reply: FastifyReply, id: string): Promise<string> {
    const guided = { ...guidedBy(request), ...request.person === null && { visitor: reply.visitor() } }
    const said = (name: string) => (request.form?.get(name) ?? '').trim().slice(0, 200).toWellFormed()
    const carried = Object.entries({ title: said('title'), about: said('category') }).filter(([, text]) => text !== '')
    await makeGuide(app.db, guided, id, Object.fromEntries(carried))
    return await findGuide(app.db, guided, id) === undefined ? begin(request, reply, newSubmission()) : id
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, place: Place): Promise<FastifyReply> {
    const { typed, errors } = receive(place, request.form)
    const back = request.form?.get('intent') === 'back'
    if (!back && Object.keys(errors).length > 0) return showQuestion(reply.code(422), place, { ...place.answers, ...typed }, errors)
    const found = place.step.name === 'words' ? { found: await countHits(request, typed) } : {}
    const answers = await addAnswers(app.db, place.guide, request.person?.id, { ...inReason(typed), ...found })
    return goTo(reply, back ? previousAddress(place) : nextAddress(place, answers))
  }

  async function countHits({ person }: FastifyRequest, typed: Record<string, string>): Promise<string> {
    return String((await suggest(app, person, textOf(typed), hitsAtMost)).length)
  }

  async function chooseAnswer(request: FastifyRequest, reply: FastifyReply, place: Place): Promise<FastifyReply> {
    const intent = request.form?.get('intent') ?? ''
    if (intent === 'back') return goTo(reply, previousAddress(place))
    if (intent.startsWith('solved')) return thank(request, reply, place, intent.slice('solved '.length))
    const answers = await addAnswers(app.db, place.guide, request.person?.id, { answers: 'none' })
    return goTo(reply, nextAddress(place, answers))
  }

  /** Counted once a guide, and under what was really on offer. */
  async function thank({ person }: FastifyRequest, reply: FastifyReply, { guide, answers }: Place, subject: string): Promise<FastifyReply> {
    const hits = await suggest(app, person, textOf(answers), hitsAtMost)
    const known = hits.some(({ kind, slug }) => `${kind}:${slug}` === subject)
    if (await endSolved(app.db, guide)) app.countHelp('solved', known ? subject : '')
    return goTo(reply, addressOf(guide.id, 'thanks'))
  }
}
