import { searchHelp, type Shelf } from '../../src/help/search/index.ts'

export type Kind = 'exact' | 'typo' | 'reworded'
export interface Query { text: string; slug: string; kind: Kind }
/** Where each query found its text, from 1; 0 for those that did not among the first ten. */
export interface Placed extends Query { place: number }

const kinds: Kind[] = ['exact', 'typo', 'reworded']

/** Lines of a query, the slug that it should find, and its kind, between tabs; `exact` where there is none. */
export function readQueries(lines: string): Query[] {
  return lines.split(/\r?\n/).filter(line => line.trim() !== '' && !line.startsWith('#')).map(line => {
    const [text = '', slug = '', kind = 'exact'] = line.split('\t').map(part => part.trim())
    return { text, slug, kind: kinds.find(known => known === kind) ?? 'exact' }
  })
}

export async function qualityOf(shelf: Shelf, queries: Query[]): Promise<Placed[]> {
  const placed: Placed[] = []
  for (const query of queries) {
    const { hits } = await searchHelp(shelf, null, { text: query.text, category: '', page: 1 })
    placed.push({ ...query, place: hits.findIndex(({ slug }) => slug === query.slug) + 1 })
  }
  return placed
}

/** The share of queries that found their text among the first so many. */
export function hitAt(placed: Placed[], first: number): number {
  return placed.filter(({ place }) => place > 0 && place <= first).length / placed.length
}

export function printQuality(placed: Placed[], misses: boolean): void {
  console.log(`\n${'kind'.padEnd(10)} ${'queries'.padStart(8)} ${'hit@1'.padStart(7)} ${'hit@5'.padStart(7)} ${'MRR'.padStart(7)}`)
  for (const kind of kinds) {
    const own = placed.filter(query => query.kind === kind)
    if (own.length > 0) console.log(lineOf(kind, own))
  }
  console.log(lineOf('all', placed))
  if (misses) for (const { text, slug, kind, place } of placed) if (place === 0 || place > 5) console.log(`  ${kind}\t${text}\t${slug}\t${place === 0 ? 'not found' : `at ${place}`}`)
}

function lineOf(name: string, placed: Placed[]): string {
  const reciprocal = placed.reduce((sum, { place }) => sum + (place === 0 ? 0 : 1 / place), 0) / placed.length
  const shares = [hitAt(placed, 1), hitAt(placed, 5), reciprocal].map(share => share.toFixed(3).padStart(7))
  return `${name.padEnd(10)} ${String(placed.length).padStart(8)} ${shares.join(' ')}`
}
