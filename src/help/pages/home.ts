import type { FastifyPluginAsync } from 'fastify'
import { listForHelpHome } from '../store/articles.ts'
import { kindOf, readCategories } from '../store/categories.ts'
import { topQuestions } from '../top-questions.ts'

const shared = { config: { access: 'anyone', shared: {} } } as const
const atMost = { others: 50, latest: 5, questions: 5 }

/** GET /help. */
export const homePage: FastifyPluginAsync = async app => {
  app.get('/help', shared, async ({ person }, reply) => {
    const { tops } = await readCategories(app, person)
    const lists = await app.helpMemory.keep(`home ${kindOf(person)}`, async () => ({
      ...await listForHelpHome(app.db, person, atMost),
      questions: await topQuestions(app.db, person, atMost.questions),
    }))
    return reply.page('help/home', { categories: tops, ...lists })
  })
}
