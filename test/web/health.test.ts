import t from 'tap'
import { world } from '../support/world.ts'

t.test('who watches the process', async t => {
  const { app, services, visitor } = await world(t)
  const answers = async () => Promise.all(['/health/live', '/health/ready'].map(async url => {
    const { status, body } = await visitor.get(url)
    return [status, body]
  }))

  t.strictSame(await answers(), [[200, 'live'], [200, 'ready']], 'learns that it lives and can serve')
  t.equal((await visitor.get('/health/ready', { cookie: 'session=x' })).response.cookies.length, 0)

  app.leaving = true
  t.strictSame(await answers(), [[200, 'live'], [503, 'not ready']], 'sends it nothing new while it leaves')
  app.leaving = false

  const { pool } = services.connection
  const { connect } = pool
  pool.connect = (() => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))) as typeof connect
  t.strictSame(await answers(), [[200, 'live'], [503, 'not ready']], 'sends it nothing while the database is away, and does not kill it')
  pool.connect = connect
  t.strictSame(await answers(), [[200, 'live'], [200, 'ready']], 'and sends again when it is back')
})
