import type { FastifyPluginAsync } from 'fastify'
import { feed } from './feed.ts'
import { pages } from './pages.ts'
import { unsubscribe } from './unsubscribe.ts'

/** What somebody was told: the list, the feed, and the link that ends mails. */
export const notifications: FastifyPluginAsync<{ secret: string }> = async (app, { secret }) => {
  await app.register(pages)
  await app.register(feed)
  await app.register(unsubscribe, { secret })
}
