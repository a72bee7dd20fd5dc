import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openStorage } from '../../src/attachments/index.ts'
import { cut, freshBucket, refuse } from './bucket.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'guichet-test-'))
t.teardown(() => rm(dataDir, { recursive: true, force: true }))
const bucket = await freshBucket(t)

t.test('a bucket that does not let us in says so at the start, in the server’s own words', async t => {
  const open = (url: string) => openStorage({ dataDir, FILES_URL: url }, () => {})
  await t.rejects(open(bucket.url.replace('/guichet', '/other')), { message: /other does not let us in: 404 NoSuchBucket/ })
  await t.rejects(open(bucket.url.replace('eu-test-1', 'us-east-1')), { message: /400 AuthorizationHeaderMalformed The region is wrong; expecting 'eu-test-1'/ })
  await t.rejects(open(bucket.url.replace('S3RVER', 'nobody')), { message: /403 InvalidAccessKeyId/ })
  bucket.trouble = (_, answer) => refuse(answer, 403, 'AccessDenied')
  await t.rejects(open(bucket.url), { message: /403 AccessDenied\n.*list the bucket, and get, put and delete its objects/ })
})

t.test('a bucket that is not up yet is waited for', async t => {
  let left = 5
  bucket.trouble = request => left-- > 0 && cut(request)
  const logged: string[] = []
  await openStorage({ dataDir, FILES_URL: bucket.url }, sentence => logged.push(sentence))
  t.match(logged, [/^Waiting for the bucket at 127\.0\.0\.1:\d+\/guichet: /])
})
