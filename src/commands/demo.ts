import { readConfig } from '../config.ts'
import { demoSignIns, fillDemo } from '../demo/index.ts'
import { command, Refused, withServices } from './command.ts'

/** `npm run demo`: tells the demo story to an empty PostgreSQL. */
await command(async () => {
  const config = readConfig()
  if (config.DATABASE_URL === undefined) throw new Refused('Set DATABASE_URL to the PostgreSQL database to fill. Without one, npm start fills the embedded database by itself.')
  await withServices(async services => {
    if (!await fillDemo(services)) throw new Refused('Nothing was changed: there are people in this database already, and the demo only fills an empty one.')
    console.log(`The database holds the demo story now. Sign-ins, all with the password "${demoSignIns.password}":`)
    for (const { email, who } of demoSignIns.people) console.log(`  ${email} (${who})`)
  }, config)
})
