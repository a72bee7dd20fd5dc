import type { FastifyPluginAsync } from 'fastify'
import { askedCategories } from '../../tickets/index.ts'
import { goTo } from '../../web/htmx.ts'
import { addressOf, arrive, guidedBy, guideOr404, type GuideRoute } from './arrive.ts'
import { showStep } from './show.ts'
import { chosenCategory, firstMissing, stepsOf } from './steps.ts'
import { latestGuide } from './store.ts'

const anyone = { config: { access: 'anyone' } } as const
const customer = { config: { access: 'customer' } } as const

/** GET /help/guide: begin or go on; and each of its pages. From the files on, one must be signed in. */
export const guidePages: FastifyPluginAsync = async app => {
  app.get<{ Querystring: { title?: string; category?: string } }>('/help/guide', anyone, async (request, reply) => {
    const latest = await latestGuide(app.db, guidedBy(request))
    const { title = '', category = '' } = request.query
    return reply.page('help/guide/start', {
      title: String(title), category: String(category),
      latest: latest && { id: latest.id, at: latest.updated_at, title: latest.answers['title'] || await aboutOf(latest.answers) },
    })
  })

  app.get<GuideRoute>('/help/guide/:id', anyone, async (request, reply) => {
    const { id, answers } = await guideOr404(request, reply)
    const categories = await askedCategories(app.db)
    return goTo(reply, addressOf(id, stepsOf(categories, answers)[firstMissing(categories, answers)]?.name ?? 'check'))
  })

  app.get<GuideRoute>('/help/guide/:id/thanks', anyone, async (request, reply) => {
    const { id } = await guideOr404(request, reply)
    return reply.page('help/guide/thanks', { id })
  })

  app.get<GuideRoute>('/help/guide/:id/:step', anyone, async (request, reply) => show(request, reply))
  for (const step of ['files', 'check']) app.get<GuideRoute>(`/help/guide/:id/${step}`, customer, async (request, reply) => show(request, reply, step))

  async function show(...[request, reply, step]: Parameters<typeof arrive>) {
    const place = await arrive(request, reply, step)
    return place === undefined ? reply : showStep(app, reply, place)
  }

  async function aboutOf(answers: Record<string, string>): Promise<string> {
    return chosenCategory(await askedCategories(app.db), answers)?.name ?? ''
  }
}
