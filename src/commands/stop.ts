import type { Services } from '../services.ts'

/** What was asked for cannot be done; the message says why. */
export class Refused extends Error {}

/** Becomes true with the first Ctrl-C, so that work ends between two steps; the second ends the process at once. */
export function stopped(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}

export async function close({ live, queue, markdown, connection }: Services): Promise<void> {
  live.close()
  await queue.stop(1)
  await markdown.close()
  await connection.close()
}
