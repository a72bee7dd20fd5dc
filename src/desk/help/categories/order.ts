import type { FastifyPluginAsync } from 'fastify'
import { goTo } from '../../../web/htmx.ts'
import { isUuid } from '../../../web/submissions.ts'
import { actOnPress } from '../press.ts'
import { showTree } from './show.ts'
import { findCategory, moveCategory } from './store.ts'

const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/categories/order: one place up or down. */
export const order: FastifyPluginAsync = async app => {
  app.post('/categories/order', agent, async (request, reply) => {
    const { step = '', id = '' } = /^(?<step>up|down)\.(?<id>.*)$/.exec(request.form?.get('move') ?? '')?.groups ?? {}
    const category = isUuid(id) ? await findCategory(app.db, id) : undefined
    if (category !== undefined) {
      await actOnPress(request, `${step} ${id}`, trx => moveCategory(trx, id, step === 'up' ? -1 : 1))
      reply.toast('done', step === 'up' ? 'desk-help.moved-up' : 'desk-help.moved-down', { name: category.name })
    }
    return request.swapTarget === undefined ? goTo(reply, '/desk/help/categories') : showTree(app, reply)
  })
}
