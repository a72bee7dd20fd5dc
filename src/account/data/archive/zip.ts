import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Storage } from '../../../attachments/index.ts'

export type Content = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

export interface Zip {
  /** Adds a file, read as fast as it can be stored. `packed` is what shrinks no further. */
  put(path: string, content: Content, packed?: boolean): Promise<void>
}

type Received = Awaited<ReturnType<Storage['receive']>>

/** Makes a ZIP in the storage's keeping, piece by piece: never more of it is in memory than what is on its way. */
export async function zipInto(storage: Storage, fill: (zip: Zip) => Promise<void>): Promise<Received> {
  const { ZipFile } = await import('yazl')
  const file = new ZipFile()
  const output = file.outputStream as Readable
  file.on('error', (error: Error) => output.destroy(error))
  // Where nobody stores it, an error that nobody listens for would end the program.
  output.on('error', () => {})
  const made = storage.receive(output)
  let broken: { error: unknown } | undefined
  let fail: (error: unknown) => void = () => {}
  made.catch((error: unknown) => {
    broken = { error }
    fail(error)
  })
  const put: Zip['put'] = (path, content, packed = false) => new Promise((resolve, reject) => {
    // What nobody stores any more would never be read to its end.
    if (broken !== undefined) return reject(broken.error)
    fail = reject
    file.addReadStreamLazy(path, { compress: !packed }, forgetful(content, stream => void finished(stream).then(resolve, reject)))
    keepNameAlone(file)
  })
  try {
    await fill({ put })
    file.end()
  } catch (error) {
    output.destroy(error as Error)
    // What broke the storing is what went wrong, rather than that we stopped for it.
    await made
    throw error
  }
  return made
}

/** The ZIP remembers this function with each of its files to the end: so it must hold nothing of them once they were read. */
function forgetful(content: Content, watch: (stream: Readable) => void) {
  let held: { content: Content; watch: (stream: Readable) => void } | undefined = { content, watch }
  return (open: (error: unknown, stream: Readable) => void) => {
    const stream = Readable.from(held?.content ?? [], { objectMode: false })
    held?.watch(stream)
    held = undefined
    open(null, stream)
  }
}

/** Node cuts small buffers out of a common one of 64 kB, which each name of a file would keep in memory to the end. */
function keepNameAlone(file: object): void {
  const entry = (file as { entries?: { utf8FileName?: Buffer }[] }).entries?.at(-1)
  if (entry?.utf8FileName === undefined) return
  const own = Buffer.allocUnsafeSlow(entry.utf8FileName.length)
  entry.utf8FileName.copy(own)
  entry.utf8FileName = own
}
