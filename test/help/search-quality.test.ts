import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { importFolder } from '../../src/help/import/index.ts'
import { hitAt, qualityOf, readQueries, type Kind } from '../bench/search-quality.ts'
import { world } from '../support/world.ts'
import { changed } from './shelf.ts'

const bars: Record<Kind, number> = { exact: 0.9, typo: 0.8, reworded: 0.6 }
/** Half of the queries are for looking at while the search is worked on; these are not. */
const sets = [
  { list: 'demo-report.tsv', folders: ['src/demo/help'] },
  { list: 'docs-report.tsv', folders: ['node_modules/pino/docs', 'node_modules/undici/docs'] },
  { list: 'tap-report.tsv', folders: ['node_modules/@tapjs'] },
]

for (const { list, folders } of sets) {
  t.test(`of the queries in ${list}, enough find their article among the first five`, async t => {
    const w = await world(t)
    const { db, services: { helpMemory, markdown, storage } } = w
    for (const folder of folders) await importFolder({ db, markdown, storage }, join(import.meta.dirname, '../..', folder))
    await changed(w)
    const queries = readQueries(await readFile(join(import.meta.dirname, '../search', list), 'utf8'))
    const placed = await qualityOf({ db, helpMemory }, queries)
    for (const [kind, bar] of Object.entries(bars)) {
      const own = placed.filter(query => query.kind === kind)
      t.ok(hitAt(own, 5) >= bar, `${kind}: ${hitAt(own, 5).toFixed(2)} of ${own.length}, at least ${bar}`, { missed: own.filter(({ place }) => place === 0 || place > 5).length })
    }
  })
}
