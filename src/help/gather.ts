import type { FastifyInstance } from 'fastify'

const pause = 5_000
/** More different things than this in one pause are not people. */
const atMost = 1_000

/** Adds up what is counted, and has it written down every few seconds, all at once. Returns what counts one thing. */
export function gather(app: FastifyInstance, name: string, write: (counted: Map<string, number>) => Promise<void>): (thing: string) => void {
  let waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const counted = waiting
    waiting = new Map()
    if (counted.size > 0) await write(counted).catch((error: unknown) => app.log.warn({ err: error }, `${name} were lost`))
  }

  app.addHook('onClose', flush)
  return thing => {
    const times = waiting.get(thing) ?? 0
    if (times > 0 || waiting.size < atMost) waiting.set(thing, times + 1)
    timer ??= setTimeout(() => void flush(), pause).unref()
  }
}
