import fp from 'fastify-plugin'
import type { HelpCount } from '../db/schema.ts'
import { gather } from './gather.ts'
import { addCounts } from './store/counts.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts that something happened today, without saying who did it. Cheap: written down every few seconds, all at once. */
    countHelp(kind: HelpCount, subject: string): void
  }
}

const charactersAtMost = 200

export const counts = fp(async app => {
  const count = gather(app, 'counts', counted => addCounts(app.db, counted))
  app.decorate('countHelp', (kind, subject) => count(`${kind}\n${[...subject].slice(0, charactersAtMost).join('')}`))
}, { name: 'help-counts' })
