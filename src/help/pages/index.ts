import type { FastifyPluginAsync } from 'fastify'
import { articlePage } from './article.ts'
import { categoryPage } from './category.ts'
import { feeds } from './feeds.ts'
import { filePage } from './files.ts'
import { homePage } from './home.ts'
import { searchPage } from './search.ts'

/** GET /help …: what there is to read. */
export const pages: FastifyPluginAsync = async app => {
  await app.register(homePage)
  await app.register(searchPage)
  await app.register(articlePage)
  await app.register(filePage)
  await app.register(feeds)
  await app.register(categoryPage)
}
