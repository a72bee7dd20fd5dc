import { open } from 'node:fs/promises'

/** A file's bytes; undefined where it has more than so many. One that grows while it is read, or a device, is read no further. */
export async function bytesOf(path: string, atMost: number): Promise<Uint8Array | undefined> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    if (size > atMost) return undefined
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size + 1), 0, size + 1, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const megabyte = 1_000_000

/** The text of a file that says something about others. Fails where it is too large to be understood with little memory. */
export async function shortText(path: string, megabytes: number): Promise<string> {
  const bytes = await bytesOf(path, megabytes * megabyte)
  if (bytes === undefined) throw new Error(`it is larger than ${megabytes} MB`)
  return Buffer.from(bytes).toString('utf8')
}
