import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isGone, type Storage } from '../../attachments/index.ts'
import type { Db } from '../../db/connect.ts'
import { articleFile, questionsFile, synonymsFile, type ExportedArticle } from './texts.ts'
import { placesOf, type Places } from './places.ts'

interface Exported { categories: number; articles: number; questions: number; synonyms: number; files: number; missing: string[] }

/** The folder has something in it already, which an export never writes over. */
export class NotEmpty extends Error {}

const together = 100

/** Writes the whole help centre as a tree that an import takes back: Markdown, pictures, questions and synonyms. */
export async function exportFolder({ db, storage }: { db: Db; storage: Storage }, folder: string): Promise<Exported> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new NotEmpty(`${folder} is not empty: name a new folder.`)
  const places = await placesOf(db)
  for (const [path, words] of places.folders) await put(folder, join(path, '_category_.json'), `${JSON.stringify(words, null, 2)}\n`)
  const articles = await writeArticles(db, folder, places)
  const questions = await db.selectFrom('kb_questions').leftJoin('kb_categories', 'kb_categories.id', 'category_id')
    .select(['question', 'kb_questions.slug', 'answer', 'kb_categories.slug as category', 'status', 'visibility', 'language'])
    .orderBy('kb_categories.position').orderBy('kb_categories.slug').orderBy('kb_questions.position').orderBy('kb_questions.id').execute()
  const synonyms = await db.selectFrom('synonyms').select('words').orderBy('words').execute()
  await put(folder, 'questions.yaml', questionsFile(places, questions))
  await put(folder, 'synonyms.yaml', synonymsFile(synonyms.map(({ words }) => words)))
  const missing = await writeFiles(storage, folder, places)
  return { categories: places.folders.size, articles, questions: questions.length, synonyms: synonyms.length, files: places.files.size, missing }
}

async function writeArticles(db: Db, folder: string, places: Places): Promise<number> {
  let count = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const articles: ExportedArticle[] = await db.selectFrom('kb_articles')
      .select(['id', 'slug', 'title', 'summary', 'content', 'language', 'status', 'visibility', 'publish_at', 'published_at', 'created_at', 'reviewed_on'])
      .where('id', '>', after).orderBy('id').limit(together).execute()
    const last = articles.at(-1)
    if (last === undefined) return count
    for (const article of articles) {
      const path = places.pages.get(article.slug)
      // One that was written after we looked waits for the next export.
      if (path !== undefined) await put(folder, path, articleFile(places, path, article))
    }
    count += articles.length
    after = last.id
  }
}

/** Returns the names of those whose bytes are not there. */
async function writeFiles(storage: Storage, folder: string, { files }: Places): Promise<string[]> {
  const missing: string[] = []
  for (const { path, key } of files.values()) {
    const bytes = await storage.read(key).catch((error: unknown) => isGone(error) ? undefined : Promise.reject(error))
    if (bytes === undefined) missing.push(path)
    else await putBytes(bytes, join(folder, path))
  }
  return missing
}

/** All of them, or no file. */
async function putBytes(bytes: Readable, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  try {
    await pipeline(bytes, createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function put(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}
