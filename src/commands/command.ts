import { ConfigError, readConfig, type Config } from '../config.ts'
import { CannotStart } from '../db/reach.ts'
import type { Services } from '../services.ts'
import { openServices } from '../start.ts'

/** What was asked for cannot be done; the message says why. */
export class Refused extends Error {}

/** Does what the words after the command ask for. What goes wrong as one of `expected` is said in its sentence, anything else comes with its stack. */
export async function command(act: (words: string[]) => Promise<void>, ...expected: (new (message: string) => Error)[]): Promise<void> {
  try {
    await act(process.argv.slice(2))
  } catch (error) {
    const known = [Refused, ConfigError, CannotStart, ...expected].some(kind => error instanceof kind)
    console.error(known ? (error as Error).message : error)
    process.exitCode = 1
  }
}

/** Opens all that the portal needs for as long as something is done with it. */
export async function withServices(act: (services: Services) => Promise<void>, config: Config = readConfig()): Promise<void> {
  const services = await openServices(config, sentence => console.error(sentence))
  try {
    await act(services)
  } finally {
    await close(services)
  }
}

async function close({ live, queue, markdown, connection }: Services): Promise<void> {
  live.close()
  await queue.stop(1)
  await markdown.close()
  await connection.close()
}
