import { writeFile } from 'node:fs/promises'
import { dropDatabase, dumpEmbedded, preparePostgres } from './databases.ts'

// A program of its own, so that the runner survives whatever a migration does.
const [task, target = ''] = process.argv.slice(2)
const server = process.env['TEST_DATABASE_URL'] ?? ''

if (task === 'postgres') await preparePostgres(server, target)
if (task === 'embedded') await writeFile(target, (await dumpEmbedded()).stream())
if (task === 'drop') await dropDatabase(server, target)
process.exit()
