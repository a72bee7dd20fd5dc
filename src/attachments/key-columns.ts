import { sql, type RawBuilder } from 'kysely'
import type { Database } from '../db/schema.ts'

interface KeyColumn { table: keyof Database; column: 'storage_key' | 'thumbnail_key'; /** Where the row outlives its bytes. */ needed?: RawBuilder<unknown> }

/** Every column that names stored bytes: the sweep takes away what stands in none of them. */
export const keyColumns: KeyColumn[] = [
  { table: 'attachments', column: 'storage_key' },
  { table: 'attachments', column: 'thumbnail_key' },
  { table: 'help_files', column: 'storage_key' },
  { table: 'incoming_mails', column: 'storage_key' },
  { table: 'profile_pictures', column: 'storage_key' },
  { table: 'archives', column: 'storage_key', needed: sql`expires_at > now()` },
]
