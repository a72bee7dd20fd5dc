import type { FastifyPluginAsync } from 'fastify'
import { moveQuestion } from '../../../help/index.ts'
import { goTo } from '../../../web/htmx.ts'
import { pageAddress, pageIn } from '../../../web/paging.ts'
import { isUuid } from '../../../web/submissions.ts'
import { actOnPress } from '../press.ts'
import { showList } from './show.ts'
import { findQuestion } from './store.ts'

const agent = { config: { access: 'agent' } } as const

/** POST /desk/help/questions/order: one place up or down within its category. */
export const order: FastifyPluginAsync = async app => {
  app.post('/questions/order', agent, async (request, reply) => {
    const { direction = '', id = '' } = /^(?<direction>up|down)\.(?<id>.*)$/.exec(request.form?.get('move') ?? '')?.groups ?? {}
    const question = isUuid(id) ? await findQuestion(app.db, id) : undefined
    if (question !== undefined) {
      await actOnPress(request, `${direction} ${id}`, async trx => void await moveQuestion(trx, id, direction === 'up' ? 'up' : 'down'))
      reply.toast('done', direction === 'up' ? 'desk-help.moved-up' : 'desk-help.moved-down', { name: question.question })
    }
    const page = pageIn(request.form?.get('page'))
    return request.swapTarget === undefined ? goTo(reply, pageAddress('/desk/help/questions', page)) : showList(app, reply, page)
  })
}
