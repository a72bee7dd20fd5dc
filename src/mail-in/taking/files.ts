import { createReadStream } from 'node:fs'
import { displayName, receiveFile, type StoredFile } from '../../attachments/index.ts'
import { t } from '../../web/i18n.ts'
import type { Needs } from '../needs.ts'
import type { Read } from '../reading/index.ts'

/** What came with a mail: files in the storage, and sentences about those that were not taken. */
export interface Arrived { files: StoredFile[]; problems: string[] }

/** Takes a mail's files through the same checks as uploads. Throws where the storage is away: the mail waits until it is back. */
export async function receiveFiles({ storage, config }: Needs, { files, more }: Pick<Read, 'files' | 'more'>): Promise<Arrived> {
  const limits = { filesAtMost: config.UPLOAD_FILES, megabytes: config.UPLOAD_MEGABYTES }
  const arrived: Arrived = { files: [], problems: [] }
  for (const { path, name, bytes } of files) {
    if (bytes > limits.megabytes * 1_000_000) arrived.problems.push(t('files.too-large', { name: displayName(name), megabytes: limits.megabytes }))
    else if (arrived.files.length >= limits.filesAtMost) arrived.problems.push(t('files.too-many', { count: limits.filesAtMost }))
    else {
      const receipt = await receiveFile(storage, { filename: name, file: Object.assign(createReadStream(path), { truncated: false, bytesRead: bytes }) }, limits)
      if ('file' in receipt) arrived.files.push(receipt.file)
      else if ('cause' in receipt) throw receipt.cause
      else arrived.problems.push(receipt.problem)
    }
  }
  if (more > 0) arrived.problems.push(t('files.too-many', { count: limits.filesAtMost }))
  return { ...arrived, problems: [...new Set(arrived.problems)] }
}
