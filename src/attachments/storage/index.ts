import type { Config } from '../../config.ts'
import { diskStorage } from './disk.ts'
import type { Storage } from './storage.ts'

export { diskStorage } from './disk.ts'
export type { Range, Received, Storage } from './storage.ts'

/** Opens the place of files: the bucket that FILES_URL names, or else the data folder. */
export async function openStorage({ dataDir, FILES_URL }: Pick<Config, 'dataDir' | 'FILES_URL'>, log: (sentence: string) => void): Promise<Storage> {
  if (FILES_URL === undefined) return diskStorage(dataDir)
  // Loaded only where it is the storage: the others start sooner.
  const { s3Storage } = await import('./s3.ts')
  return s3Storage(FILES_URL, dataDir, log)
}
