import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** The lines of a mail's head by name, in small letters, from the top. */
export type Head = { name: string; value: string }[]

/** Far more than any honest head. */
const headBytes = 256 * 1024

/** Reads the head of a mail that lies on disk: as much as is needed to know the mail again, and for whom it is. */
export async function readHead(path: string): Promise<Head> {
  return headIn(await beginningOf(path))
}

/** Names what stands below the head; the same however its lines end, and whatever servers wrote over it on the way. */
export async function hashBody(path: string): Promise<string> {
  const beginning = await beginningOf(path)
  const start = /\r?\n\r?\n/.exec(beginning)?.index ?? beginning.length
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { start })) hash.update((chunk as Buffer).toString('latin1').replace(/[\r\n\t ]+/g, ''), 'latin1')
  return hash.digest('hex')
}

async function beginningOf(path: string): Promise<string> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

export function headIn(text: string): Head {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  return head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/).flatMap(line => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }]
  })
}

export function valuesOf(head: Head, ...names: string[]): string[] {
  return head.filter(({ name }) => names.includes(name)).map(({ value }) => value)
}
