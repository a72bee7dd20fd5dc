import { open, type FileHandle } from 'node:fs/promises'

const size = 64 * 1024

/** A file piece by piece, all in the same memory: each is to be done with when the next one is asked for. Fails at once where there is no file. */
export async function pieces(path: string): Promise<AsyncIterable<Uint8Array>> {
  return read(await open(path))
}

async function* read(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    const buffer = Buffer.allocUnsafeSlow(size)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, size)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
