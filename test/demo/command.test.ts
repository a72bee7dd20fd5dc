import t from 'tap'
import { run } from '../support/processes.ts'
import { world, type World } from '../support/world.ts'

const command = (world: World) => run(process.execPath, ['src/commands/demo.ts'], { env: { DATA_DIR: world.dataDir, DATABASE_URL: world.databaseUrl ?? '' } })

t.test('npm run demo fills the PostgreSQL that is named, if nobody is in it', async t => {
  const place = await world(t)
  const onPostgres = place.databaseUrl !== undefined
  const refused = await command(place)
  t.equal(refused.code, 1)
  t.match(refused.stderr, onPostgres ? /there are people in this database already/ : /Set DATABASE_URL/)

  await place.db.deleteFrom('profiles').execute()
  const again = await command(place)
  t.equal(again.code, onPostgres ? 0 : 1, again.stderr)
  t.match(again.stdout, onPostgres ? /ada@example\.com \(customer\)/ : /^$/)
  const tickets = await place.db.selectFrom('tickets').select('id').execute()
  t.equal(tickets.length, onPostgres ? 16 : 0)
})
