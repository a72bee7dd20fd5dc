import { Readable } from 'node:stream'
import { sql } from 'kysely'
import t from 'tap'
import { sweepFiles } from '../../src/attachments/index.ts'
import { fileAddress, storeFile, sweepHelpFiles, type HelpFile } from '../../src/help/index.ts'
import { filesIn } from '../support/files.ts'
import { storageSettings } from '../support/storage.ts'
import type { World } from '../support/world.ts'
import { importing, type Files } from './tree.ts'

const tree: Files = { 'a.md': '# A\n\n[log](used.log)\n', 'used.log': 'used' }

t.test('files that articles name stay, files that nobody names for a day go with their bytes', async t => {
  const w = await importing(t, tree, await storageSettings(t))
  const { run, add, db, services: { storage } } = w
  await run()
  const store = async (name: string) => await storeFile({ db, storage }, name, Readable.from([name])) as HelpFile
  const [old, , answered] = [await store('old.log'), await store('young.log'), await store('answered.log')]
  await db.insertInto('kb_questions').values({ slug: 'q', question: 'Q?', answer: `[a](${fileAddress(answered)})`, status: 'draft' }).execute()
  await sql`update help_files set created_at = now() - interval '25 hours' where name in ('old.log', 'used.log', 'answered.log')`.execute(db)
  t.equal((await filesIn(w)).length, 4)

  t.equal(await sweep(w), 1)
  const names = async () => (await db.selectFrom('help_files').select('name').orderBy('name').execute()).map(({ name }) => name)
  t.strictSame(await names(), ['answered.log', 'used.log', 'young.log'])
  t.notOk((await filesIn(w)).length === 4, old.id)

  await add({ 'a.md': '# A\n\nNo link any more\n' })
  t.equal((await run()).changed, 1)
  await sweep(w)
  t.strictSame(await names(), ['answered.log', 'used.log', 'young.log'], 'an older version still names it')
  await db.deleteFrom('kb_articles').execute()
  t.equal(await sweep(w), 1)
  t.strictSame(await names(), ['answered.log', 'young.log'])
})

t.test('a file that is stored once more is young again', async t => {
  const w = await importing(t, {})
  const { db, services: { storage } } = w
  const store = () => storeFile({ db, storage }, 'a.log', Readable.from(['same'])) as Promise<HelpFile>
  const { id } = await store()
  await sql`update help_files set created_at = now() - interval '25 hours'`.execute(db)
  t.equal((await store()).id, id)
  await sweep(w)
  t.equal((await db.selectFrom('help_files').select('id').execute()).length, 1)
})

/** As the hourly job does, young bytes too. */
async function sweep({ db, services: { storage } }: Pick<World, 'db' | 'services'>): Promise<number> {
  await sweepHelpFiles(db)
  return sweepFiles(db, storage, -1)
}
