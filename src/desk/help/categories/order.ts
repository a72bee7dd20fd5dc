import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { signedIn } from '../../../web/access.ts'
import { goTo } from '../../../web/htmx.ts'
import { isUuid, newSubmission, once, submissionOf } from '../../../web/submissions.ts'
import { showTree } from './show.ts'
import { findCategory, moveCategory } from './store.ts'

const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/categories/order: one place up or down. */
export const order: FastifyPluginAsync = async app => {
  app.post('/categories/order', agent, async (request, reply) => {
    const { step = '', id = '' } = /^(?<step>up|down)\.(?<id>.*)$/.exec(request.form?.get('move') ?? '')?.groups ?? {}
    const category = isUuid(id) ? await findCategory(app.db, id) : undefined
    if (category !== undefined) {
      await move(request, id, step === 'up' ? -1 : 1)
      reply.toast('done', step === 'up' ? 'desk-help.moved-up' : 'desk-help.moved-down', { name: category.name })
    }
    return request.swapTarget === undefined ? goTo(reply, '/desk/help/categories') : showTree(app, reply)
  })

  /** The same press twice moves once; another button of the same page moves as well. */
  async function move(request: FastifyRequest, id: string, step: -1 | 1): Promise<void> {
    const act = (key: string) => once(app.db, signedIn(request).id, key, `${id} ${step}`, async trx => {
      await moveCategory(trx, id, step)
      return 'moved'
    })
    if ((await act(submissionOf(request.form))).changed) await act(newSubmission())
  }
}
