import type { Storage } from '../../attachments/index.ts'
import type { Db } from '../../db/connect.ts'
import type { Publication, Visibility } from '../../db/schema.ts'
import type { Markdown } from '../../web/markdown/index.ts'

export interface Services { db: Db; markdown: Markdown; storage: Storage }

export interface Options {
  /** Hears what goes on, in sentences. */
  say?: (sentence: string) => void
  /** How far it is, after each step. */
  progress?: (done: number, all: number) => void
  /** Where a file says nothing: `en`, `published`, `everyone`. */
  language?: string
  status?: Publication
  visibility?: Visibility
  /** The slug of the category to hang the tree on. */
  into?: string
  /** What the import is called, where that is not the folder's name: the same name updates the same articles. */
  name?: string
  /** Take the file where the article was changed here too. */
  overwrite?: boolean
  /** Archive articles whose files are gone. */
  archive?: boolean
  authorId?: string | null
  /** Moves the dates in the files. */
  date?: (written: string) => Date
  /** Ends the run between two batches. */
  signal?: AbortSignal
}
