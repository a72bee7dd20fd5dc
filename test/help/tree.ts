import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { importFolder, type Options, type Report } from '../../src/help/import/index.ts'
import { world } from '../support/world.ts'

export type Files = Record<string, string | Uint8Array>

/** A folder called `docs` with these files in it; the returned function adds more, or writes over them. */
export async function tree(t: Test, files: Files) {
  const folder = join(await mkdtemp(join(tmpdir(), 'guichet-test-')), 'docs')
  t.teardown(() => rm(dirname(folder), { recursive: true, force: true }))
  const add = async (more: Files) => {
    for (const [path, content] of Object.entries(more)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    }
  }
  await mkdir(folder)
  await add(files)
  return { folder, add }
}

/** A world and a tree, and a function that imports the one into the other. */
export async function importing(t: Test, files: Files, settings: Record<string, string> = {}) {
  const made = await world(t, settings)
  const { folder, add } = await tree(t, files)
  const { db, services: { markdown, storage } } = made
  return {
    ...made, folder, add,
    run: (options: Options = {}): Promise<Report> => importFolder({ db, markdown, storage }, folder, options),
    article: (title: string) => db.selectFrom('kb_articles').selectAll().where('title', '=', title).executeTakeFirstOrThrow(),
    titles: async () => (await db.selectFrom('kb_articles').select('title').orderBy('title').execute()).map(({ title }) => title),
    category: (name: string) => db.selectFrom('kb_categories').selectAll().where('name', '=', name).executeTakeFirstOrThrow(),
  }
}

/** How a report counts. */
export const counts = ({ created, changed, unchanged, refused, missing, conflicts }: Report) =>
  ({ created, changed, unchanged, refused: refused.length, missing: missing.length, conflicts: conflicts.length })
