import type { Readable } from 'node:stream'

/** Reads an answer to its end, for the sake of the line, which then serves the next one. */
export async function drained(asked: Promise<Readable>): Promise<void> {
  for await (const _ of await asked) continue
}
