import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { home, tested } from '../support/home.ts'
import { startProgram } from '../support/program.ts'

const { env, dataDir } = await home(t)

t.test('the first start says where the site is and who can sign in, and the next one keeps everything', async t => {
  const first = startProgram(t, { ...env, DEMO: '1' })
  t.equal((await fetch(`${await first.url()}/`)).status, 200)
  if (tested === 'postgres') t.notMatch(first.output(), /ada@example\.com/, 'a database of your own gets no demo people')
  else t.match(await first.says(/Demo sign-ins[^]*mona@example\.com.*/), /"correct horse battery"[^]*ada@example\.com/)
  const secret = await readFile(join(dataDir, 'secret'), 'utf8')
  first.kill('SIGTERM')
  t.equal((await first.ended).code, 0, first.output())

  const second = startProgram(t, { ...env, DEMO: '1' })
  t.equal((await fetch(`${await second.url()}/health/ready`)).status, 200)
  t.equal(await readFile(join(dataDir, 'secret'), 'utf8'), secret)
  t.match(secret, /^[0-9a-f]{64}$/)
  t.notMatch(second.output(), /Warning|deprecat/i)
})

t.test('wrong settings stop the start with the list of what is wrong', async t => {
  const program = startProgram(t, { PORT: 'many', BASE_URL: 'example.com', TIME_ZONE: 'Mars/Olympus', SECRET_FILE: '/nowhere/secret' })
  t.equal((await program.ended).code, 1)
  for (const words of [/settings are wrong/, /PORT must be/, /BASE_URL must be/, /TIME_ZONE must be/, /SECRET_FILE.*cannot be read/]) t.match(program.output(), words)
  t.notMatch(program.output(), /^ +at /m, 'no stack')
})

t.test('a port that is taken is named in a sentence', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo

  const program = startProgram(t, { ...env, HOST: '127.0.0.1', PORT: String(port) })
  t.equal((await program.ended).code, 1)
  t.match(program.output(), `Another program already listens at port ${port}.`)
  t.notMatch(program.output(), /^ +at /m, 'no stack')
})

t.test('a host that is not ours is named in a sentence', async t => {
  const program = startProgram(t, { ...env, HOST: '192.0.2.1' })
  t.equal((await program.ended).code, 1)
  t.match(program.output(), 'HOST is 192.0.2.1')
})

t.test('a data folder that cannot be made is named in a sentence', async t => {
  const file = join(dataDir, 'a-file')
  await writeFile(file, '')
  const program = startProgram(t, { ...env, DATA_DIR: join(file, 'data') })
  t.equal((await program.ended).code, 1)
  t.match(program.output(), /This cannot start: ENOTDIR.*a-file/)
  t.notMatch(program.output(), /^ +at /m, 'no stack')

  if (process.platform !== 'linux') return
  const nowhere = startProgram(t, { ...env, DATA_DIR: '/proc/guichet/data' })
  t.equal((await nowhere.ended).code, 1, 'where the system lets nobody make one, too')
  t.match(nowhere.output(), /This cannot start: .*\/proc\/guichet/)
})
