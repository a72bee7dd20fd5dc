import { open } from 'node:fs/promises'

/** The lines of a mail's head by name, in small letters, from the top. */
export type Head = { name: string; value: string }[]

/** Far more than any honest head. */
const headBytes = 256 * 1024

/** Reads the head of a mail that lies on disk: as much as is needed to know the mail again, and for whom it is. */
export async function readHead(path: string): Promise<Head> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return headIn(buffer.toString('latin1', 0, bytesRead))
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
