import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { openServices } from '../../src/start.ts'
import { freshDatabase } from '../support/databases.ts'

t.test('processes that start at once on one folder share its secret, and it stays', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const start = async () => {
    const { connection, drop } = await freshDatabase()
    const { secret, live, queue, markdown } = await openServices(readConfig({ DATA_DIR: folder, DEMO: '0' }), () => {}, connection)
    live.close()
    await queue.stop(1)
    await markdown.close()
    await drop()
    return secret
  }

  const secrets = await Promise.all([start(), start()])
  t.match(secrets[0], /^[0-9a-f]{64}$/)
  t.strictSame(secrets, [secrets[0], secrets[0]])
  t.equal(await start(), secrets[0], 'after a restart too')
  t.strictSame((await readdir(folder)).filter(name => name.startsWith('secret')), ['secret'])
})
