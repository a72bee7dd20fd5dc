import { sql } from 'kysely'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** True from the moment the process is asked to stop: it finishes what runs and wants nothing new. */
    leaving: boolean
  }
}

const open = { config: { access: 'anyone', session: false } } as const

/** For whoever watches the process: /health/live, is it running; /health/ready, can it serve. */
export const health = fp(async app => {
  app.decorate('leaving', false)

  app.get('/health/live', open, async (_request, reply) => reply.type('text/plain; charset=utf-8').send('live'))

  app.get('/health/ready', open, async (_request, reply) => {
    const ready = !app.leaving && await answers()
    return reply.code(ready ? 200 : 503).type('text/plain; charset=utf-8').send(ready ? 'ready' : 'not ready')
  })

  async function answers(): Promise<boolean> {
    try {
      await sql`select 1`.execute(app.db)
      return true
    } catch {
      return false
    }
  }
}, { name: 'health' })
