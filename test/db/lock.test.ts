import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { run } from '../support/processes.ts'

const script = (folder: string, act: string) => ['--input-type=module', '-e', `
  import { rm, writeFile } from 'node:fs/promises'
  import { lockFolder } from ${JSON.stringify(new URL('../../src/db/lock.ts', import.meta.url).href)}
  const folder = ${JSON.stringify(folder)}
  ${act}`]

/** Fifty times in or refused; loud where somebody else is in as well. */
const visits = `
  for (let time = 0; time < 50; time++) {
    const unlock = await lockFolder(folder).catch(() => undefined)
    if (unlock === undefined) continue
    await writeFile(folder + '/inside', '', { flag: 'wx' })
    await rm(folder + '/inside')
    await unlock()
  }`

t.test('however many programs want a folder at once, one at most has it', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-lock-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  t.equal((await run(process.execPath, script(folder, 'await lockFolder(folder)'))).code, 0, 'one that ended without a word leaves its lock')
  t.equal((await readdir(folder)).length, 1)

  const all = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, script(folder, visits))))
  for (const { code, stderr } of all) t.strictSame({ code, stderr }, { code: 0, stderr: '' })
  t.strictSame(await readdir(folder), [], 'and afterwards nothing is left of any')
})
