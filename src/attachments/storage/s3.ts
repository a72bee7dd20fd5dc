import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { isMissing } from './bucket-error.ts'
import { openBucket } from './bucket.ts'
import { drained } from './drained.ts'
import { openIncoming } from './incoming.ts'
import { isMarked } from './mark.ts'
import { pieces } from './pieces.ts'
import { reachBucket } from './reach.ts'
import { placeOf, type Storage } from './storage.ts'
import { parseListing } from './xml.ts'

const hour = 3_600_000
const folder = 'files/'
const nameOf = (key: string) => folder + placeOf(key)
/** Whatever else somebody put into the bucket is not ours to sweep. */
const ourKey = /^files\/([0-9a-f]{2})\/(\1[0-9a-f]{30})$/

/** Keeps files in an S3 bucket. They arrive on disk first, where they are checked, and go on from there piece by piece. Throws CannotStart where the bucket is not to be had. */
export async function s3Storage(address: string, dataDir: string, log: (sentence: string) => void): Promise<Storage> {
  const bucket = openBucket(address)
  const incoming = await openIncoming(dataDir)
  await reachBucket(bucket, log)
  // The sweep runs in one process, which may have another folder than this one.
  await incoming.clearReceived(hour)

  return {
    place: bucket.place,
    ...incoming,
    async keep({ path, bytes, sha256 }) {
      const key = randomUUID().replaceAll('-', '')
      await drained(bucket.ask({ method: 'PUT', name: nameOf(key), payload: { bytes, sha256, open: () => pieces(path) } }))
      await rm(path, { force: true })
      return key
    },
    async read(key, range) {
      const headers = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` }
      const answer = await bucket.ask({ method: 'GET', name: nameOf(key), headers }).catch((cause: unknown) => { throw unreadable(key, cause) })
      if (range === undefined || answer.statusCode === 206) return answer
      answer.destroy()
      throw new Error(`The bucket hands out no part of ${key}`)
    },
    remove: key => drained(bucket.ask({ method: 'DELETE', name: nameOf(key) })).catch(unlessMissing),
    belongsTo: id => isMarked(bucket, id),
    async *keysOlderThan(age) {
      for (let query: Record<string, string> | undefined = { 'list-type': '2', prefix: folder }; query !== undefined;) {
        const { objects, next } = parseListing(await text(await bucket.ask({ method: 'GET', name: '', query })))
        for (const { name, modified } of objects) {
          const [, , key] = ourKey.exec(name) ?? []
          if (key !== undefined && Date.now() - modified > age) yield key
        }
        query = next === undefined ? undefined : { ...query, 'continuation-token': next }
      }
    },
  }
}

function unreadable(key: string, cause: unknown): unknown {
  return isMissing(cause) ? new Error(`The bytes of ${key} cannot be read`, { cause }) : cause
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw error
}
