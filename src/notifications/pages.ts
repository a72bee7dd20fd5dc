import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { signedIn } from '../web/access.ts'
import { goTo } from '../web/htmx.ts'
import { streamChanges } from '../web/stream.ts'
import { t } from '../web/i18n.ts'
import { isUuid } from '../web/submissions.ts'
import { addressOf, sentenceOf } from './sentences.ts'
import { listNotifications, markAllRead, markOneRead, readCursor } from './store.ts'
import type { NotificationsView } from './views.ts'

const customer = { config: { access: 'customer' } } as const

/** /notifications: what somebody was told, and which of it they have read. */
export const pages: FastifyPluginAsync = async app => {
  app.get('/notifications', customer, async (request, reply) => {
    const view = await gather(request)
    return request.swapTarget === 'notifications' ? reply.partial('notifications/_notifications', view) : reply.page('notifications/list', view)
  })

  app.get('/notifications/live', { ...customer, exposeHeadRoute: false, handlerTimeout: 86_400_000 }, async (request, reply) =>
    streamChanges(request, reply, app.live, () => undefined))

  app.post('/notifications/reading', customer, async (request, reply) => {
    const { id: personId } = signedIn(request)
    const id = request.form?.get('id') ?? ''
    if (isUuid(id)) await markOneRead(app.db, personId, id)
    else if (id === 'all') await markAllRead(app.db, personId, timeIn(request.form?.get('until')))
    return goTo(id === 'all' ? reply.toast('done', 'notifications.all-read') : reply, '/notifications')
  })

  // Only posted to: reloading after a refused form, or a bookmark of it, leads back to the list.
  app.get('/notifications/reading', customer, async (_request, reply) => goTo(reply, '/notifications'))

  async function gather(request: FastifyRequest): Promise<NotificationsView> {
    const after = readCursor((request.query as { after?: unknown }).after)
    const shownAt = Date.now()
    const { items, next } = await listNotifications(app.db, signedIn(request).id, after)
    return {
      items: items.map(item => ({ ...item, sentence: sentenceOf(t, item), address: addressOf(item) })),
      until: shownAt, first: after !== undefined, next,
    }
  }
}

/** When the list was shown, in milliseconds, as its form says; whatever else was posted marks nothing. */
const timeIn = (text: string | null | undefined): Date => new Date(/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0)
