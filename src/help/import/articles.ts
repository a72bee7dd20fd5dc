import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import type { RenderedArticle } from '../../web/markdown/index.ts'
import { announce } from '../changes.ts'
import { freeSlug } from '../store/slugs.ts'
import { changeArticle, createArticles, type ArticleText } from '../store/write.ts'
import type { Known } from './known.ts'
import type { Report } from './report.ts'

/** An article that is ready to be written. */
export interface Ready {
  path: string
  text: ArticleText
  rendered: RenderedArticle
  known: Known | undefined
  /** When it was written, where its file says so. */
  date: Date | undefined
}

export interface Author { authorId: string | null }

/** Characters in one transaction: a long one keeps everybody else from the only connection that there may be. */
const atOnce = 1_000_000

/** Writes them all, together where they are short. */
export async function writeBatch(db: Db, batch: Ready[], author: Author, report: Report): Promise<void> {
  for (let from = 0; from < batch.length;) {
    let length = 0
    const beyond = batch.findIndex(({ text }, at) => at >= from && (length += text.content.length) > atOnce && at > from)
    const to = beyond === -1 ? batch.length : beyond
    await writeTogether(db, batch.slice(from, to), author, report)
    from = to
  }
}

/** At once; where that fails, each by itself, so that one bad text keeps no other out. */
async function writeTogether(db: Db, batch: Ready[], author: Author, report: Report): Promise<void> {
  try {
    await db.transaction().execute(async trx => {
      await writeNew(trx, batch.filter(({ known }) => known === undefined), author)
      for (const { known, ...ready } of batch) if (known !== undefined) await writeOver(trx, ready, known, author)
    })
    for (const ready of batch) count(report, ready)
  } catch (error) {
    if (!isOfOneText(error)) throw error
    for (const ready of batch) await writeAlone(db, ready, author, report)
  }
}

async function writeAlone(db: Db, ready: Ready, author: Author, report: Report): Promise<void> {
  try {
    const slug = await freeSlug(db, 'article', ready.text.slug, ready.known?.id)
    const text = { ...ready.text, slug }
    await db.transaction().execute(trx => ready.known === undefined ? writeNew(trx, [{ ...ready, text }], author) : writeOver(trx, { ...ready, text }, ready.known, author))
    count(report, ready)
  } catch (error) {
    if (!isOfOneText(error)) throw error
    if (error instanceof Overtaken) report.conflicts.push({ path: ready.path, reason: error.message })
    else report.refuse(ready.path, (error as Error).message)
  }
}

/** Somebody wrote the article between our reading and our writing. */
class Overtaken extends Error {}

async function writeNew(trx: Trx, batch: Ready[], { authorId }: Author): Promise<void> {
  const ids = await createArticles(trx, batch.map(({ text, rendered }) => ({ text: marked(text, 1), rendered })), { authorId, note: '' })
  await setDates(trx, batch.flatMap(({ date }, at) => date === undefined ? [] : [{ id: ids[at] ?? '', date }]))
}

async function writeOver(trx: Trx, { text, rendered }: Pick<Ready, 'text' | 'rendered'>, known: Known, { authorId }: Author): Promise<void> {
  const version = await changeArticle(trx, known.id, known.version, marked(text, known.version + 1), rendered, { authorId, note: '' })
  if (version === undefined) throw new Overtaken('it was changed here at the same moment')
}

/** With the version that the import leaves: a later one means that somebody edited the article here. */
function marked(text: ArticleText, version: number): ArticleText {
  return text.source === undefined ? text : { ...text, source: { path: text.source.path, hash: `${text.source.hash}@${version}` } }
}

async function setDates(trx: Trx, dated: { id: string; date: Date }[]): Promise<void> {
  if (dated.length === 0) return
  const given = sql`(select id, at from unnest(${dated.map(({ id }) => id)}::uuid[], ${dated.map(({ date }) => date)}::timestamptz[]) as given (id, at)) as given`
  await sql`update kb_articles set created_at = at, changed_at = at, updated_at = at, published_at = case when published_at is null then null else at end from ${given} where kb_articles.id = given.id`.execute(trx)
  await sql`update article_versions set created_at = at from ${given} where article_id = given.id`.execute(trx)
}

/** What PostgreSQL finds in one text and would not find in another: not a lost server, nor a full disk. */
function isOfOneText(error: unknown): boolean {
  return error instanceof Overtaken || /^(?:22|23|40|54)|^57014$/.test(String((error as { code?: unknown }).code ?? ''))
}

function count(report: Report, { path, known, rendered }: Ready): void {
  if (known === undefined) report.created++
  else report.changed++
  if (rendered.html.startsWith('<p class="as-typed">')) report.note(path, 'too hard to format: shown as it was typed')
}

/** Takes the articles whose files are gone off the shelf. */
export async function archive(db: Db, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await db.transaction().execute(async trx => {
    await sql`update kb_articles set status = 'archived', publish_at = null, version = version + 1, updated_at = now(), source_hash = 'archived@' || (version + 1)
      where id = any(${ids}::uuid[])`.execute(trx)
    await announce(trx)
  })
}
