import { Readable } from 'node:stream'
import { isGone, type Storage } from '../../../attachments/index.ts'
import { t } from '../../../web/i18n.ts'
import type { ExportedFile } from './tickets.ts'
import type { Zip } from './zip.ts'

const shrinks = /^text\/|^application\/(?:json|xml)$|^image\/svg/

/** Adds a file's bytes. One that is lost must not cost all the others: a note stands in its place. */
export async function putFile(zip: Zip, storage: Storage, path: string, { storage_key, media_type }: Pick<ExportedFile, 'storage_key' | 'media_type'>): Promise<void> {
  const bytes = await storage.read(storage_key).catch((error: unknown) => isGone(error) ? undefined : Promise.reject(error))
  if (bytes === undefined) return zip.put(`${path}.txt`, [t('export.file-lost')])
  await zip.put(path, bytes as Readable, !shrinks.test(media_type))
}
