import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../support/postgres.ts'
import { workspace } from '../support/workspace.ts'
import { measureBytes } from './bytes.ts'
import { measureGrowth } from './growth.ts'
import { measureMails } from './mails.ts'
import { measureMemory } from './memory.ts'
import { table } from './report.ts'
import { measureStart } from './start.ts'
import { measureThroughput } from './throughput.ts'
import { measureUploads } from './uploads.ts'

// `npm run bench` measures everything; `npm run bench -- bytes start` only these; `--quick` with small sizes.
const parts = { bytes: measureBytes, throughput: measureThroughput, growth: measureGrowth, start: measureStart, memory: measureMemory, uploads: measureUploads, mails: measureMails }
const words = process.argv.slice(2)
const wanted = words.filter(word => word !== '--quick')
const unknown = wanted.filter(word => !(word in parts))

process.chdir(join(import.meta.dirname, '../..'))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}.`)
  process.exit(1)
}

const folder = workspace()
const { url: server, stop } = await startPostgres(folder)
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  await measure({ server, folder, quick: words.includes('--quick') })
}
console.log(`\n${table(await version())}`)
await stop()
process.exit()

async function version(): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  return rows[0]?.server_version ?? ''
}
