import Fastify from 'fastify'
import t from 'tap'
import { body } from '../../src/web/body.ts'

t.test('every form with files has ten minutes for a bad line, and only those', async t => {
  const app = Fastify({ handlerTimeout: 20_000 })
  const limits: Record<string, number | undefined> = {}
  await app.register(body, { filesAtMost: 1, fileBytes: 1 })
  app.addHook('onRoute', ({ url, handlerTimeout }) => { limits[url] = handlerTimeout })
  app.post('/with-files', { config: { access: 'anyone', files: true } }, async () => '')
  app.post('/without', { config: { access: 'anyone' } }, async () => '')
  await app.ready()
  t.strictSame(limits, { '/with-files': 600_000, '/without': undefined })
  await app.close()
})
