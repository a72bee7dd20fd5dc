import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { notFound } from '../../../web/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { pageIn } from '../../../web/paging.ts'
import { isUuid } from '../../../web/submissions.ts'
import { blank, fresh, showList, showQuestion } from './show.ts'
import { findQuestion, type Question } from './store.ts'

type Id = { Params: { id: string } }
type Query = { Querystring: Record<string, unknown> }
const agent = { config: { access: 'agent' } } as const

export const pages: FastifyPluginAsync = async app => {
  app.get<Query>('/questions', agent, async ({ query }, reply) => showList(app, reply, pageIn(query['page'])))

  app.get<Query>('/questions/new', agent, async ({ query }, reply) =>
    showQuestion(app, reply, undefined, blank(textIn(query['question']), textIn(query['category']) || 'none')))

  app.get<Id>('/questions/:id', agent, async ({ params }, reply) => {
    const question = await questionOr404(app, params.id)
    return showQuestion(app, reply, question, fresh(question))
  })

  // Addresses that are only posted to lead back.
  app.get('/questions/order', agent, async (_request, reply) => goTo(reply, '/desk/help/questions'))
  app.get<Id>('/questions/:id/changes', agent, async ({ params }, reply) => goTo(reply, `/desk/help/questions/${encodeURIComponent(params.id)}`))
}

const textIn = (value: unknown): string => typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 200) : ''

/** The question of that id, or the page that says there is none. */
export async function questionOr404({ db }: FastifyInstance, id: string): Promise<Question> {
  const question = isUuid(id) ? await findQuestion(db, id) : undefined
  if (question === undefined) throw notFound('desk-questions.none-such')
  return question
}
