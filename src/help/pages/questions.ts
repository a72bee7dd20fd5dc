import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { pageAddress, pageIn, pagesBeside } from '../../web/paging.ts'
import { voteView } from '../actions/reasons.ts'
import { questionAddress } from '../slugs.ts'
import { findAnswer, listAnswers, type Answer, type AnswerPage, type Order } from '../store/answers.ts'
import type { AnswerView } from '../questions-views.ts'
import { questionData } from './question-data.ts'

type Slug = { Params: { slug: string } }
const anyone = { config: { access: 'anyone' } } as const
const shared = { config: { access: 'anyone', shared: { by: ['sort', 'page'], unless: ['open', 'voted'] } } } as const

/** The state of the page, as its address says it. */
interface Asked { order: Order; page: number; open: string; voted: string }

/** GET /help/questions. */
export const questionPages: FastifyPluginAsync = async app => {
  app.get('/help/questions', shared, async (request, reply) => {
    const asked = read(request.query)
    const opened = asked.open === '' ? undefined : await answerOr404(request, asked.open)
    if (opened !== undefined && opened.slug !== asked.open) return reply.redirect(questionAddress(opened.slug), 301)
    if (opened?.status === 'published') came(request, reply, opened)
    const list = await listAnswers(app.db, request.person, asked.order, { page: asked.page, id: opened?.id })
    return reply.page('help/questions', viewOf(list, asked, opened))
  })

  app.get<Slug>('/help/questions/:slug', anyone, async (request, reply) =>
    goTo(reply, questionAddress((await answerOr404(request, request.params.slug)).slug)))

  async function answerOr404(request: FastifyRequest, slug: string): Promise<Answer> {
    const opened = slug.includes('\0') ? undefined : await findAnswer(app.db, request.person, slug)
    if (opened === undefined) throw notFound()
    return opened
  }

  /** Somebody came for this one. */
  function came(request: FastifyRequest, reply: FastifyReply, { id, slug }: Answer): void {
    if (request.method !== 'GET' || request.headers['sec-purpose'] !== undefined || read(request.query).voted !== '') return
    reply.countOpened(`question:${slug}`)
    if (request.person === null || request.person.role === 'customer') app.countUse(id)
  }
}

function read(query: unknown): Asked {
  const said = (query ?? {}) as Record<string, unknown>
  const text = (name: string) => typeof said[name] === 'string' ? said[name].replaceAll('\0', '').slice(0, 200) : ''
  return { order: text('sort') === 'use' ? 'use' : 'staff', page: pageIn(said['page']), open: text('open'), voted: text('voted') }
}

function viewOf({ answers, page, more }: AnswerPage, { order, voted }: Asked, opened: Answer | undefined) {
  const shown = (answer: Answer): AnswerView => {
    const open = answer.id === opened?.id
    return { ...answer, open, address: questionAddress(answer.slug), vote: answer.status === 'published' ? voteView('questions', answer, open ? voted : undefined) : undefined }
  }
  return {
    groups: [...Map.groupBy(answers, ({ category_slug }) => category_slug)].map(([slug, of]) => ({ slug, name: of[0]?.category ?? null, answers: of.map(shown) })),
    unlisted: opened === undefined || opened.status === 'published' ? undefined : shown(opened),
    order, page, ...pagesBeside('/help/questions', page, more, { sort: order === 'use' ? 'use' : '' }),
    canonical: pageAddress('/help/questions', page),
    data: questionData(answers),
  }
}
