import type { Storage, UploadLimits } from './attachments/index.ts'
import type { Config } from './config.ts'
import type { Connection, Db } from './db/connect.ts'
import type { HelpMemory } from './help/index.ts'
import type { Queue } from './jobs/queue.ts'
import type { Live } from './web/live.ts'
import type { Markdown } from './web/markdown/index.ts'

/** What main starts and buildApp needs. */
export interface Services {
  config: Config
  connection: Connection
  storage: Storage
  queue: Queue
  markdown: Markdown
  live: Live
  helpMemory: HelpMemory
  /** What cookies and tokens are signed with: kept over restarts, so that no open form and no session dies with one. */
  secret: string
}

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
    db: Db
    storage: Storage
    uploads: UploadLimits
    queue: Queue
    markdown: Markdown
    live: Live
    helpMemory: HelpMemory
  }
}
