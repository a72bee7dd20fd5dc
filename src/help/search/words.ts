import { sql } from 'kysely'
import type { Trx } from '../../db/connect.ts'

const word = /\p{L}[\p{L}\p{M}]{2,29}(?![\p{L}\p{M}\p{N}_])/gu
/** More different words than this has no text that people write. */
const atMost = 20_000
/** Who adds words holds this until the end of the transaction: two who add the same ones would else wait for each other in a circle. */
const turn = 7_310_224

/** The words of some texts that a typed word may be compared with. */
export function wordsIn(texts: string[]): string[] {
  const words = new Set<string>()
  for (const text of texts) {
    for (const [found] of text.matchAll(word)) if (words.size < atMost) words.add(found.toLowerCase().normalize('NFC'))
  }
  return [...words]
}

/** Keeps the words of texts that were written (see `wordsIn`), so that mistyped ones find them. */
export async function learnWords(trx: Trx, words: string[]): Promise<void> {
  const { rows } = await sql<{ word: string }>`select word from unnest(${[...new Set(words)]}::text[]) as word
    where not exists (select from help_words as known where known.word = word.word)`.execute(trx)
  if (rows.length === 0) return
  await sql`with turn as materialized (select pg_advisory_xact_lock(${turn}))
    insert into help_words (word) select word from turn, unnest(${rows.map(row => row.word)}::text[]) as word on conflict do nothing`.execute(trx)
}
