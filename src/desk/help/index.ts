import type { FastifyPluginAsync } from 'fastify'
import { articles } from './articles/index.ts'
import { categories } from './categories/index.ts'
import { home } from './home.ts'
import { versions } from './versions/index.ts'
import { questions } from './questions/index.ts'
import { reports } from './reports.ts'
import { synonyms } from './synonyms/index.ts'

/** The writing side of the help centre, under /desk/help. */
export const help: FastifyPluginAsync = async app => {
  await app.register(home)
  await app.register(categories)
  await app.register(articles)
  await app.register(versions)
  await app.register(questions)
  await app.register(synonyms)
  await app.register(reports)
}
