import { globSync, readFileSync } from 'node:fs'
import type { Connection } from '../../src/db/connect.ts'
import { wordsIn } from '../../src/help/search/words.ts'

const batch = 200
const longest = 200_000

/** Fills up to so many articles with paragraphs and headings of everything that our packages come with: as many words, and as often, as people write. */
export async function pad({ pool }: Connection, articles: number): Promise<void> {
  const pieces = globSync('node_modules/**/*.md').flatMap(path => readFileSync(path, 'utf8').slice(0, longest).split(/\n\s*\n/))
  const headings = pieces.filter(piece => piece.startsWith('#')).map(piece => (piece.split('\n')[0] ?? '').replace(/[#`*[\]()]+/g, ' ').trim()).filter(heading => heading.length > 3)
  const paragraphs = pieces.filter(piece => !piece.startsWith('#') && piece.length > 60).map(piece => piece.slice(0, 1_500))
  const { rows: [before] } = await pool.query<{ count: number }>('select count(*) from kb_articles')
  const random = dice(7)
  const some = (from: string[], count: number) => Array.from({ length: count }, () => from[Math.floor(random() * from.length)] ?? '')
  for (let made = before?.count ?? 0; made < articles; made += batch) {
    const texts = Array.from({ length: Math.min(batch, articles - made) }, (_, at) => {
      const length = 2 + Math.floor(random() * 14)
      return { slug: `filler-${made + at}`, title: some(headings, 2).join(' ').slice(0, 90), headings_text: some(headings, Math.ceil(length / 3)).join('\n'), body_text: some(paragraphs, length).join('\n') }
    })
    await pool.query(`insert into kb_articles (slug, title, headings_text, body_text, content, html, status)
      select slug, title, headings_text, body_text, body_text, '<p>' || body_text || '</p>', 'published' from json_to_recordset($1) as texts (slug text, title text, headings_text text, body_text text)`, [JSON.stringify(texts)])
  }
  await pool.query('insert into help_words (word) select unnest($1::text[]) on conflict do nothing', [wordsIn([...paragraphs, ...headings])])
  await pool.query('vacuum analyze')
}

/** The same numbers each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
