import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isMissing, type BucketError } from './bucket-error.ts'
import type { Bucket } from './bucket.ts'
import { drained } from './drained.ts'

/** Says whose files they are. It lies beside their folder, as on disk. */
const name = 'installation'

/** Where two databases are shown one fresh bucket at once, only one may have it: what stands there in the end counts. */
export async function isMarked(bucket: Bucket, id: string): Promise<boolean> {
  const known = await markOf(bucket)
  if (known !== undefined) return known === id
  await writeMark(bucket, id, { 'if-none-match': '*' })
  return await markOf(bucket) === id
}

async function markOf(bucket: Bucket): Promise<string | undefined> {
  try {
    return await text(await bucket.ask({ method: 'GET', name }))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Some servers know no condition and say so; others ignore it. */
async function writeMark(bucket: Bucket, id: string, headers: Record<string, string>): Promise<void> {
  const payload = { bytes: Buffer.byteLength(id), sha256: createHash('sha256').update(id).digest('hex'), open: async () => Readable.from([Buffer.from(id)]) }
  try {
    await drained(bucket.ask({ method: 'PUT', name, headers, payload }))
  } catch (error) {
    const { answered } = error as BucketError
    if (answered === 501 && 'if-none-match' in headers) return writeMark(bucket, id, {})
    if (answered !== 412) throw error
  }
}
