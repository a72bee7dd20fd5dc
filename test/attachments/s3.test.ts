import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { openStorage, type Storage } from '../../src/attachments/index.ts'
import { cut, freshBucket, refuse } from './bucket.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'guichet-test-'))
t.teardown(() => rm(dataDir, { recursive: true, force: true }))
const bucket = await freshBucket(t)
const noise = randomBytes(150_000).toString('hex')
const open = () => openStorage({ dataDir, FILES_URL: bucket.url }, () => {})
const storage = await open()
const keep = async (content: string, to: Storage = storage) => to.keep(await to.receive(Readable.from([Buffer.from(content)])))
const keys = (age = -60_000): Promise<string[]> => Readable.from(storage.keysOlderThan(age)).toArray()
const emptied = async () => {
  for (const key of await keys()) await storage.remove(key)
}
t.beforeEach(() => {
  bucket.asked.length = 0
  bucket.trouble = () => false
})

t.test('a file in a bucket', async t => {
  const content = 'it broke at dawn'
  const key = await keep(content)
  t.match(bucket.asked, [`PUT files/${key.slice(0, 2)}/${key}`], 'lies where it would lie on disk')
  t.strictSame(await readdir(join(dataDir, 'incoming')), [], 'and nowhere else')
  t.equal(await text(await storage.read(key)), content)
  t.equal(await text(await storage.read(key, { start: 3, end: 7 })), 'broke')
  t.equal(await text(await storage.read(key, { start: 12, end: 15 })), 'dawn')

  await storage.remove(key)
  await t.rejects(storage.read(key), { message: `The bytes of ${key} cannot be read` }, 'fails before anything was sent to anybody')
  await storage.remove(key)
  t.strictSame(await keys(), [], 'what is gone can be removed again')
})

t.test('many files at once arrive whole', async t => {
  const contents = Array.from({ length: 20 }, () => randomBytes(300_000).toString('hex'))
  const kept = await Promise.all(contents.map(content => keep(content)))
  for (const [at, key] of kept.entries()) t.equal(await text(await storage.read(key)), contents[at])
  await emptied()
})

t.test('a list that comes in parts is read to its end', async t => {
  bucket.pageSize = 2
  const kept = await Promise.all(Array.from({ length: 7 }, (_, at) => keep(`file ${at}`)))
  bucket.asked.length = 0
  t.strictSame((await keys()).sort(), kept.sort())
  t.equal(bucket.asked.length, 4)
  t.strictSame(await keys(3_600_000), [], 'none of them is an hour old')
  await emptied()
  bucket.pageSize = 1_000
})

t.test('a bucket has one owner', async t => {
  for (const conditions of ['kept', 'ignored', 'unknown'] as const) {
    const other = await freshBucket(t)
    other.conditions = conditions
    const mine = await openStorage({ dataDir, FILES_URL: other.url }, () => {})
    const [first, second] = [randomUUID(), randomUUID()]
    t.equal(await mine.belongsTo(first), true, `the first database where conditions are ${conditions}`)
    t.equal(await mine.belongsTo(first), true, 'for good')
    t.equal(await mine.belongsTo(second), false, 'no other')
    t.equal(await mine.belongsTo(first), true)
  }
})

t.test('two databases that see a fresh bucket at once do not both sweep it', async t => {
  const other = await freshBucket(t)
  const mine = await openStorage({ dataDir, FILES_URL: other.url }, () => {})
  const ids = Array.from({ length: 5 }, () => randomUUID())
  const owned = await Promise.all(ids.map(id => mine.belongsTo(id)))
  t.equal(owned.filter(own => own).length, 1)
})

t.test('trouble that passes', async t => {
  const key = await keep('before')
  const kinds: [string, number, typeof bucket.trouble][] = [
    ['too many requests', 3, (_, answer) => refuse(answer, 503, 'SlowDown')],
    ['a fault of the server', 1, (_, answer) => refuse(answer, 500, 'InternalError')],
    ['a cut line', 1, request => cut(request)],
  ]
  for (const [what, often, trouble] of kinds) {
    const meet = (times: number) => {
      bucket.trouble = (request, answer) => times-- > 0 && trouble(request, answer)
    }
    meet(often)
    t.equal(await text(await storage.read(key)), 'before', `${what}: read`)
    meet(1)
    const later = await keep(noise)
    t.equal(await text(await storage.read(later)), noise, `${what}: kept whole`)
    meet(1)
    t.equal((await keys()).length, 2, `${what}: listed`)
    meet(1)
    await storage.remove(later)
    t.strictSame(await keys(), [key], `${what}: removed`)
  }
  await emptied()
})

t.test('trouble that does not pass ends in an error that tells no secret', async t => {
  const key = await keep('here')
  bucket.asked.length = 0
  bucket.trouble = (_, answer) => refuse(answer, 403, 'AccessDenied', 'S3RVER may not, nor wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
  const refused = await storage.read(key).then(() => undefined, (error: Error) => error)
  t.match(refused, { message: `GET files/${key.slice(0, 2)}/${key} ended with: 403 AccessDenied … may not, nor …`, statusCode: 500 })
  t.equal(bucket.asked.length, 1, 'and is not tried again')

  bucket.trouble = request => cut(request)
  const away = await storage.read(key).then(() => undefined, (error: Error) => error)
  t.match(away, { message: /socket hang up|ECONNRESET/, statusCode: 503 })
  t.notMatch(JSON.stringify([away, String(away), away?.stack]), /wJalr|EXAMPLEKEY/)
  t.equal(bucket.asked.length, 5)
})

t.test('what is no list is not taken for an empty one', async t => {
  bucket.trouble = (_, answer) => {
    answer.end('<html>Please sign in to this network</html>')
    return true
  }
  await t.rejects(keys(), /answered a request for its list with something else/)
})

t.test('a server that hands out more than the part that was asked for is not believed', async t => {
  const key = await keep('it broke at dawn')
  bucket.trouble = (_, answer) => {
    answer.end('it broke at dawn')
    return true
  }
  await t.rejects(storage.read(key, { start: 3, end: 7 }), /hands out no part/)
})

t.test('bytes that changed on their way are not taken', async t => {
  const received = await storage.receive(Readable.from([Buffer.from('original')]))
  await writeFile(received.path, 'falsified')
  await t.rejects(storage.keep({ ...received, bytes: 9 }), /XAmzContentSHA256Mismatch/)
  await t.rejects(storage.keep({ ...received, path: join(dataDir, 'gone') }), /ENOENT/)
  t.equal(createHash('sha256').update('original').digest('hex'), received.sha256)
})
