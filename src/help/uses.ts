import fp from 'fastify-plugin'
import { gather } from './gather.ts'
import { addUses } from './store/questions.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts that somebody came for this question. Cheap: written down every few seconds, all at once. */
    countUse(questionId: string): void
  }
}

export const uses = fp(async app => {
  app.decorate('countUse', gather(app, 'uses', counted => addUses(app.db, counted)))
}, { name: 'question-uses' })
