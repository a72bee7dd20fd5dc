import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { tree } from '../help/tree.ts'
import { freshDatabase } from '../support/databases.ts'
import { run } from '../support/processes.ts'

t.test('npm run help:import brings a folder in and says what it did', async t => {
  const { folder, add } = await tree(t, { 'a.md': '# A\n\n[b](b.md) [gone](gone.md)\n', 'sub/b.md': '# B\n', 'empty.md': '' })
  const { help, dataDir } = await commands(t)
  const first = await help('import', folder)
  t.equal(first.code, 0, first.stderr)
  t.match(first.stdout, /Refused \(1\):\n {2}empty\.md: it is empty\n/)
  t.match(first.stdout, /Links that lead nowhere \(2\):\n {2}a\.md:3: b\.md: nothing is there\n {2}a\.md:3: gone\.md: nothing is there\n/)
  t.match(first.stdout, /2 articles in .*: 2 new, 0 changed, 0 unchanged\.\n1 new categories/)

  await add({ 'a.md': '# A\n\nChanged\n' })
  t.match((await help('import', folder, '--archive')).stdout, /0 new, 1 changed, 1 unchanged\./)
  const exported = join(dataDir, 'exported')
  t.match(await help('export', exported), { code: 0, stdout: /^2 articles in 7 categories, 0 questions, 0 groups of synonyms and 0 files are in / })
  t.match(await readFile(join(exported, 'a.md'), 'utf8'), /^---\ntitle: A\nslug: a\n[^]*\n---\n\nChanged\n$/)
  t.match(await help('export', exported), { code: 1, stderr: /is not empty: name a new folder/ })
})

t.test('what the import does not understand it says in a sentence', async t => {
  const { folder } = await tree(t, {})
  const { help } = await commands(t)
  for (const words of [[], [folder, '--status', 'public'], [folder, '--into', 'Not A Slug'], [folder, '--force']]) {
    t.match(await help('import', ...words), { code: 1, stdout: '', stderr: /^Brings a folder of Markdown files/ }, words.slice(1).join(' '))
  }
  t.match(await help('import', join(folder, 'none')), { code: 1, stderr: /^There is no folder .*none\.\n$/ })
  t.match(await help('export'), { code: 1, stderr: /^Writes the help centre as Markdown files/ })
  t.match(await help('import', folder), { code: 0, stdout: /0 articles in/ })
})

/** The commands on a database of their own. */
async function commands(t: Test) {
  const { url, drop } = await freshDatabase()
  t.teardown(drop)
  const dataDir = await mkdtemp(join(tmpdir(), 'guichet-test-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const env = { DATA_DIR: dataDir, ...(url !== undefined && { DATABASE_URL: url }) }
  return { dataDir, help: (act: 'import' | 'export', ...words: string[]) => run(process.execPath, [`src/commands/help-${act}.ts`, ...words], { env }) }
}
