import type { FastifyPluginAsync } from 'fastify'
import { pageAddress, pageIn, pagesBeside } from '../../web/paging.ts'
import type { Report, ReportsView } from './reports-views.ts'
import { foundNothing, unreviewed, votedDown, type Part } from './store.ts'

type Query = { Querystring: Record<string, unknown> }
const agent = { config: { access: 'agent' } } as const
const lists = ['searches', 'votes', 'reviews'] as const
type List = (typeof lists)[number]
/** Lines of each list beside the others, and of one alone. */
const few = 10
const many = 50

/** GET /desk/help/reports: what to write next. */
export const reports: FastifyPluginAsync = async app => {
  app.get<Query>('/reports', agent, async ({ query }, reply) => {
    const only = lists.find(list => list === query['list'])
    const page = only === undefined ? 1 : pageIn(query['page'])
    const read = async <Line>(list: List, ask: (part: Part) => Promise<Line[]>) =>
      only === undefined || only === list ? reportOf(list, only !== undefined, page, ask) : undefined
    const view: ReportsView = {
      only,
      searches: await read('searches', part => foundNothing(app.db, part)),
      votes: await read('votes', part => votedDown(app.db, part)),
      reviews: await read('reviews', part => unreviewed(app.db, part)),
    }
    return reply.page('desk/help/reports', view)
  })
}

async function reportOf<Line>(list: List, alone: boolean, page: number, ask: (part: Part) => Promise<Line[]>): Promise<Report<Line>> {
  const limit = alone ? many : few
  const lines = await ask({ offset: (page - 1) * limit, limit: limit + 1 })
  const more = lines.length > limit
  return {
    lines: lines.slice(0, limit),
    ...pagesBeside('/desk/help/reports', page, more && alone, { list }),
    all: more && !alone ? pageAddress('/desk/help/reports', 1, { list }) : undefined,
  }
}
