import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { freshDatabase } from '../support/databases.ts'
import { run } from '../support/processes.ts'

t.test('npm run staff adds, lists and removes agents', async t => {
  const staff = await command(t)
  t.match(await staff('list'), { code: 0, stdout: /^Nobody yet/ })

  const added = await staff('add', 'Grace@example.com', '--name', 'Grace Lee')
  t.equal(added.code, 0, added.stderr)
  t.match(added.stdout, 'Grace Lee (Grace@example.com) is an agent now.')
  t.match(added.stdout, /No mail server is set[\s\S]*once, for 7 days:\nhttp:\/\/localhost:3000\/reset-password\?token=[\w-]{40,}\n$/)

  t.match((await staff('add', 'grace@example.com', '--admin')).stdout, 'Grace Lee (grace@example.com) is an admin now.')
  t.match((await staff('list')).stdout, /^admin {2}Grace@example\.com {2}Grace Lee {2}\(tickets: 0\)\n$/)
  t.match(await staff('remove', 'grace@example.com'), { code: 1, stdout: '', stderr: /^grace@example\.com is the only admin who stays\. Make somebody else one first: npm run staff -- add / })
  await staff('add', 'mona@example.com', '--admin')
  t.match((await staff('remove', 'grace@example.com')).stdout, /Grace Lee .* is a customer now/)
  t.match(await staff('remove', 'grace@example.com'), { code: 1, stdout: '', stderr: 'grace@example.com is not staff.\n' })
})

t.test('who lost the second step signs in without it again', async t => {
  const staff = await command(t)
  await staff('add', 'grace@example.com')
  t.match(await staff('drop-second-step', 'grace@example.com'), { code: 1, stdout: '', stderr: 'grace@example.com has no second step.\n' })
  t.match(await staff('drop-second-step', 'nobody@example.com'), { code: 1, stderr: 'nobody@example.com has no second step.\n' })
})

t.test('with a mail server the invitation goes by mail', async t => {
  const staff = await command(t, { SMTP_URL: 'smtp://127.0.0.1:1' })
  const { code, stdout } = await staff('add', 'hal@example.com')
  t.equal(code, 0)
  t.match(stdout, 'hal (hal@example.com) is an agent now.\nThe portal sends a link to choose a password to hal@example.com as soon as it runs.')
  t.notMatch(stdout, 'token=')
})

t.test('what it does not understand it says in a sentence', async t => {
  const staff = await command(t)
  for (const words of [[], ['add'], ['list', 'x'], ['add', 'a@b.example', '--boss']]) {
    t.match(await staff(...words), { code: 1, stdout: '', stderr: /^Who answers the customers:/ }, words.join(' '))
  }
  t.match(await staff('add', 'grace'), { code: 1, stderr: '“grace” is not an e-mail address such as grace@example.com.\n' })
  t.match(await staff('add', 'a@b.example', '--name', 'x\ny'), { code: 1, stderr: /^A name has/ })
})

t.test('the embedded database is opened by one process at a time', async t => {
  const dataDir = await folder(t)
  const lockOf = (name: string) => join(dataDir, `lock.${name}`)
  await writeFile(lockOf(await nameOf(process.pid)), '')
  const refused = await run(process.execPath, ['src/commands/staff.ts', 'list'], { env: { DATA_DIR: dataDir } })
  t.match(refused, { code: 1, stdout: '' })
  t.equal(refused.stderr, `The data in ${dataDir} is in use by process ${process.pid}, and the embedded database serves one process at a time.\nStop that one first, or set DATABASE_URL to a PostgreSQL server.\n`)

  await rm(lockOf(await nameOf(process.pid)))
  for (const stale of ['999999999', `${process.pid}.another-start.1`, '']) {
    await writeFile(lockOf(stale), '')
    t.equal((await run(process.execPath, ['src/commands/staff.ts', 'list'], { env: { DATA_DIR: dataDir } })).code, 0, `“${stale}” was left behind`)
    t.strictSame((await readdir(dataDir)).filter(name => name.startsWith('lock')), [], 'and the lock goes with who held it')
  }
})

/** How the lock names a process. */
async function nameOf(pid: number): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return [pid, boot.trim(), line.slice(line.lastIndexOf(')')).split(' ')[20] ?? ''].filter(part => part !== '').join('.')
}

async function folder(t: Test): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'guichet-test-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  return path
}

/** The command on a database of its own. */
async function command(t: Test, settings: Record<string, string> = {}) {
  const { url, drop } = await freshDatabase()
  t.teardown(drop)
  const env = { DATA_DIR: await folder(t), ...(url !== undefined && { DATABASE_URL: url }), ...settings }
  return async (...words: string[]) => {
    const { code, stdout, stderr } = await run(process.execPath, ['src/commands/staff.ts', ...words], { env })
    return { code, stdout, stderr }
  }
}
