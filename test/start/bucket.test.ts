import t from 'tap'
import { freshBucket, secretInUrl } from '../attachments/bucket.ts'
import { home } from '../support/home.ts'
import { startProgram } from '../support/program.ts'

const { env } = await home(t)
const bucket = await freshBucket(t)

t.test('a bucket that does not let us in stops the start with a sentence', async t => {
  const program = startProgram(t, { ...env, FILES_URL: bucket.url.replace(secretInUrl, 'hunter2') })
  t.equal((await program.ended).code, 1)
  t.match(program.output(), /^The bucket at 127\.0\.0\.1:\d+\/guichet does not let us in: 403 SignatureDoesNotMatch The request signature we calculated does not match.*\nCorrect FILES_URL/m)
  t.notMatch(program.output(), /hunter2|S3RVER/)
  t.notMatch(program.output(), /^ +at /m, 'no stack')
})

t.test('the program keeps its files there, over restarts too', async t => {
  const first = startProgram(t, { ...env, FILES_URL: bucket.url })
  await first.url()
  first.kill('SIGTERM')
  t.equal((await first.ended).code, 0, first.output())
  const second = startProgram(t, { ...env, FILES_URL: bucket.url })
  await second.url()
  t.notMatch(first.output() + second.output(), /belong to another|EXAMPLEKEY/)
})
