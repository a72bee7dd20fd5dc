import { createWriteStream, existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { zipInto } from '../../src/account/data/archive/zip.ts'
import type { Storage } from '../../src/attachments/index.ts'

const fullDisk = '/dev/full'

if (existsSync(fullDisk)) {
  t.test('a copy for which the disk is full between two files ends, and says why', async t => {
    let full: Promise<unknown> = Promise.resolve()
    const receive = (stream: Readable) => full = pipeline(stream, createWriteStream(fullDisk))
    await t.rejects(zipInto({ receive } as unknown as Storage, async ({ put }) => {
      await put('first.txt', ['first'])
      await full.catch(() => {})
      for (const name of ['second.txt', 'third.txt']) await put(name, Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024, 'x')), true)
    }), { code: 'ENOSPC' })
  })
} else {
  t.pass('here is no full disk to write to')
}
