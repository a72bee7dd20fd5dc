import type { FastifyPluginAsync } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { giveFeed, takeFeed } from '../../notifications/index.ts'
import { signedIn } from '../../web/access.ts'
import { goTo } from '../../web/htmx.ts'
import { once, submissionOf } from '../../web/submissions.ts'

const customer = { config: { access: 'customer' } } as const
const page = '/account/notifications'

/** The address of somebody's private feed: made, renewed and taken back. */
export const feedActions: FastifyPluginAsync<{ secret: string }> = async (app, { secret }) => {
  app.post('/notifications/feed', customer, async (request, reply) => {
    const person = signedIn(request)
    const key = submissionOf(request.form)
    await once(app.db, person.id, key, 'feed', async trx => {
      await giveFeed(trx, secret, person.id, key)
      await recordActivity(trx, person, 'security:feed', { act: 'made' })
      return ''
    })
    return goTo(reply.toast('done', 'notify.feed-made'), page)
  })

  app.post('/notifications/feed/removal', customer, async (request, reply) => {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => {
      if (await takeFeed(trx, person.id)) await recordActivity(trx, person, 'security:feed', { act: 'removed' })
    })
    return goTo(reply.toast('done', 'notify.feed-removed'), page)
  })

  // Only posted to: reloading after a refused form, or a bookmark of it, leads back to the page.
  for (const path of ['/notifications/feed', '/notifications/feed/removal']) app.get(path, customer, async (_request, reply) => goTo(reply, page))
}
