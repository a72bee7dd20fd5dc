import { randomUUID } from 'node:crypto'
import { utimes, writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import t from 'tap'
import { keyColumns, openStorage, sweepFiles } from '../../src/attachments/index.ts'
import { filesIn, picture } from '../support/files.ts'
import { storageSettings } from '../support/storage.ts'
import { filesOnDisk, question } from '../support/tickets.ts'
import { world } from '../support/world.ts'

t.test('the sweep takes away what a crash left behind, and nothing else', async t => {
  const { ada, db, dataDir, services: { storage } } = await world(t)
  const longAgo = new Date(Date.now() - 7_200_000)
  const put = async (folder: string, name: string, at = new Date()) => {
    await mkdir(join(dataDir, folder), { recursive: true })
    await writeFile(join(dataDir, folder, name), 'left over')
    await utimes(join(dataDir, folder, name), at, at)
  }
  const age = async (key: string) => utimes(join(dataDir, 'files', key.slice(0, 2), key), longAgo, longAgo)

  await ada.upload('/tickets', question, [{ name: 'a.png', content: await picture() }])
  await ada.upload('/tickets', { ...question, title: '' }, [{ name: 'draft.log', content: 'not sent yet' }])
  const rows = await db.selectFrom('attachments').select(['storage_key', 'thumbnail_key']).execute()
  const needed = rows.flatMap(row => [row.storage_key, row.thumbnail_key ?? []].flat()).sort()
  t.equal(needed.length, 3)
  for (const key of needed) await age(key)

  await put('files/ab', 'abandoned', longAgo)
  await put('files/ab', 'abundant')
  await put('incoming', 'half', longAgo)
  await put('incoming', 'arriving')

  t.equal(await sweepFiles(db, storage), 1)
  t.strictSame((await filesOnDisk(dataDir)).sort(), [...needed, 'abundant', 'arriving'].sort(), 'what is needed, or may still be about to get its row, stays')
  t.equal(await sweepFiles(db, storage), 0, 'once is enough')
  t.equal((await ada.get('/tickets/1001')).status, 200)
})

t.test('the sweep leaves the files of another database alone', async t => {
  const w = await world(t, await storageSettings(t))
  const { ada, config, db, services: { storage } } = w
  await ada.upload('/tickets', question, [{ name: 'a.log', content: 'precious' }])
  const before = await filesIn(w)
  t.equal(before.length, 1)

  await db.deleteFrom('attachments').execute()
  await db.updateTable('installation').set({ id: randomUUID() }).execute()
  t.equal(await sweepFiles(db, storage, -60_000), 0)
  t.strictSame(await filesIn(w), before)
  t.equal(await (await openStorage(config, () => {})).belongsTo('somebody else'), false)
})

t.test('the sweep takes what has no row, wherever files are kept', async t => {
  const w = await world(t, await storageSettings(t))
  const { ada, db, services: { storage } } = w
  await ada.upload('/tickets', question, [{ name: 'a.png', content: await picture() }])
  const needed = await filesIn(w)
  const orphan = await storage.keep(await storage.receive(Readable.from([Buffer.from('left over')])))

  t.equal(await sweepFiles(db, storage), 0, 'not while it is young')
  t.ok((await filesIn(w)).includes(orphan))
  t.equal(await sweepFiles(db, storage, -60_000), 1)
  t.strictSame(await filesIn(w), needed)
})

t.test('the sweep knows every column of the database that names stored bytes', async t => {
  const { db } = await world(t)
  const { rows } = await sql<{ at: string }>`select table_name || '.' || column_name as at from information_schema.columns
    where table_schema = 'public' and column_name like '%\\_key' order by at`.execute(db)
  const ofNoFile = ['authenticators.recovery_key', 'passkeys.public_key']
  t.strictSame(rows.map(({ at }) => at).filter(at => !ofNoFile.includes(at)), keyColumns.map(({ table, column }) => `${table}.${column}`).sort(), 'one that is missing in src/attachments/key-columns.ts loses its files')
})
