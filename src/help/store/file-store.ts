import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { detectType, displayName, imageTypes, openPicture, type Storage } from '../../attachments/index.ts'
import type { Db } from '../../db/connect.ts'
import { filesAddress } from '../../web/markdown/index.ts'

/** A picture or download that articles may name. */
export interface HelpFile { id: string; name: string; media_type: string }

/** Why a file is not taken. */
export type Refusal = 'empty' | 'type' | 'picture'

/** Takes a file for articles into the storage, the same bytes under the same name once; or says why it is not taken. */
export async function storeFile({ db, storage }: { db: Db; storage: Storage }, sent: string, stream: Readable): Promise<HelpFile | { refused: Refusal }> {
  const name = displayName(sent)
  const received = await storage.receive(stream)
  try {
    if (received.bytes === 0) return { refused: 'empty' }
    const known = await findAgain(db, received.sha256, name)
    if (known !== undefined) return known
    const media_type = await detectType(received.path, name)
    if (media_type === undefined) return { refused: 'type' }
    const size = imageTypes.has(media_type) ? await sizeOf(received.path) : { width: null, height: null }
    if (size === undefined) return { refused: 'picture' }
    return await insert(db, storage, { name, media_type, ...size, bytes: received.bytes, sha256: received.sha256, storage_key: await storage.keep(received) })
  } finally {
    await storage.discard(received)
  }
}

/** Where articles find it. */
export function fileAddress({ id, name }: Pick<HelpFile, 'id' | 'name'>): string {
  return `${filesAddress}${id}/${encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)}`
}

/** Young again: the sweep leaves it alone until the article that names it is written. */
async function findAgain(db: Db, sha256: string, name: string): Promise<HelpFile | undefined> {
  const { rows } = await sql<HelpFile>`update help_files set created_at = now() where sha256 = ${sha256} and name = ${name} returning id, name, media_type`.execute(db)
  return rows[0]
}

interface Row { name: string; media_type: string; width: number | null; height: number | null; bytes: number; sha256: string; storage_key: string }

async function insert(db: Db, storage: Storage, row: Row): Promise<HelpFile> {
  const made = await db.insertInto('help_files').values(row)
    .onConflict(conflict => conflict.columns(['sha256', 'name']).doNothing()).returning(['id', 'name', 'media_type']).executeTakeFirst()
  if (made !== undefined) return made
  // Somebody else was quicker with the same bytes.
  await storage.remove(row.storage_key)
  return await findAgain(db, row.sha256, row.name) ?? insert(db, storage, row)
}

async function sizeOf(path: string): Promise<{ width: number; height: number } | undefined> {
  try {
    const picture = await openPicture(path)
    const { width, height, orientation = 1 } = await picture.metadata()
    return orientation < 5 ? { width, height } : { width: height, height: width }
  } catch {
    return undefined
  }
}
