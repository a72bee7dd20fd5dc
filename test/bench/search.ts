import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { diskStorage } from '../../src/attachments/index.ts'
import { connectPostgres, type Connection } from '../../src/db/connect.ts'
import { importFolder } from '../../src/help/import/index.ts'
import { createMemory } from '../../src/help/memory.ts'
import { createMarkdown } from '../../src/web/markdown/index.ts'
import { preparePostgres } from '../support/databases.ts'
import { startPostgres } from '../support/postgres.ts'
import { workspace } from '../support/workspace.ts'
import { milliseconds } from './report.ts'
import { pad } from './search-padding.ts'
import { printQuality, qualityOf, readQueries } from './search-quality.ts'
import { printTimes } from './search-times.ts'

// `npm run bench:search -- <folder> … <queries.tsv> …`: imports the folders into a database of its own, asks the queries and says how
// well and how fast they are answered. With --misses it lists those not found; with --articles 10000 it fills up to so many for the times.
const words = process.argv.slice(2)
const articlesAt = words.indexOf('--articles')
const articles = articlesAt === -1 ? 0 : Number(words.splice(articlesAt, 2)[1])
const paths = words.filter(word => !word.startsWith('--')).map(path => resolve(path))
const folders = paths.filter(path => !path.endsWith('.tsv'))
const lists = paths.filter(path => path.endsWith('.tsv'))

process.chdir(join(import.meta.dirname, '../..'))
if (folders.length === 0 || lists.length === 0) {
  console.error('Usage: npm run bench:search -- <folder of Markdown> … <queries.tsv> … [--misses] [--articles 10000]')
  process.exit(1)
}

const folder = workspace()
const server = await startPostgres(folder)
await preparePostgres(server.url, 'search')
const url = Object.assign(new URL(server.url), { pathname: 'search' }).href
const connection = connectPostgres(url)
await fill(connection)
const queries = readQueries((await Promise.all(lists.map(path => readFile(path, 'utf8')))).join('\n'))
printQuality(await qualityOf({ db: connection.db, helpMemory: createMemory(1_000_000) }, queries), words.includes('--misses'))
if (articles > 0) await pad(connection, articles)
await printTimes(connection, url, folder, queries)
await connection.close()
await server.stop()
process.exit()

async function fill({ db, pool }: Connection): Promise<void> {
  const markdown = createMarkdown()
  const storage = await diskStorage(join(folder, 'data'))
  for (const path of folders) {
    const { created, refused, milliseconds: taken } = await importFolder({ db, markdown, storage }, path)
    console.log(`${created} articles from ${path} in ${milliseconds(taken)}, ${refused.length} refused`)
  }
  await markdown.close()
  await pool.query('vacuum analyze')
}
