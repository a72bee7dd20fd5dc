import { freshBucket } from '../attachments/bucket.ts'
import { tested } from './home.ts'

/**
 * Where files are in this run of the tests: in a bucket beside PostgreSQL, on disk beside the embedded database.
 * So what holds for both is tried on both, and nothing runs once more for it.
 */
export async function storageSettings(t: { teardown(end: () => unknown): void }): Promise<Record<string, string>> {
  return tested === 'postgres' || process.env['TEST_FILES'] === 's3' ? { FILES_URL: (await freshBucket(t)).url } : {}
}
