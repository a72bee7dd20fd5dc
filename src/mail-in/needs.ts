import type { Storage } from '../attachments/index.ts'
import type { Config } from '../config.ts'
import type { Connection } from '../db/connect.ts'
import type { Queue } from '../jobs/queue.ts'
import type { Markdown } from '../web/markdown/index.ts'

/** What mail that comes in is worked on with. */
export interface Needs {
  config: Config
  connection: Connection
  storage: Storage
  queue: Queue
  markdown: Markdown
  secret: string
}

export type Log = (sentence: string) => void

/** What went wrong, for the log. */
export const reasonOf = (error: unknown): string => error instanceof Error ? error.message : String(error)
