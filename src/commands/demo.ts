import { ConfigError, readConfig, type Config } from '../config.ts'
import { demoSignIns, fillDemo } from '../demo/index.ts'
import { CannotStart } from '../db/reach.ts'
import { openServices } from '../start.ts'

try {
  process.exitCode = await run(readConfig())
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof CannotStart ? error.message : error)
  process.exitCode = 1
}

/** `npm run demo`: tells the demo story to an empty PostgreSQL. */
async function run(config: Config): Promise<number> {
  if (config.DATABASE_URL === undefined) return refuse('Set DATABASE_URL to the PostgreSQL database to fill. Without one, npm start fills the embedded database by itself.')
  const services = await openServices(config, sentence => console.error(sentence))
  try {
    if (!await fillDemo(services)) return refuse('Nothing was changed: there are people in this database already, and the demo only fills an empty one.')
    console.log(`The database holds the demo story now. Sign-ins, all with the password "${demoSignIns.password}":`)
    for (const { email, who } of demoSignIns.people) console.log(`  ${email} (${who})`)
    return 0
  } finally {
    await close(services)
  }
}

function refuse(sentence: string): number {
  console.error(sentence)
  return 1
}

async function close({ live, queue, markdown, connection }: Awaited<ReturnType<typeof openServices>>): Promise<void> {
  live.close()
  await queue.stop(1)
  await markdown.close()
  await connection.close()
}
