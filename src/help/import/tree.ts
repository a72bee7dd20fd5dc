import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Dirent } from 'node:fs'
import type { Report } from './report.ts'

/** The files of a folder, by their paths within it, written with `/`. */
export interface Tree {
  /** The folder itself, without symbolic links on the way to it. */
  root: string
  /** What the import is called: the last part of the folder's path. */
  name: string
  /** Markdown files, in the order of their paths. */
  pages: string[]
  files: Set<string>
}

const markdown = /\.(?:md|markdown|mdx)$/i

/** The folder is not one that can be read. */
export class NoFolder extends Error {}

export async function readTree(folder: string, report: Report, name = basename(resolve(folder))): Promise<Tree> {
  const root = await realpath(folder).catch(() => { throw new NoFolder(`There is no folder ${folder}.`) })
  if (!(await stat(root)).isDirectory()) throw new NoFolder(`${folder} is not a folder.`)
  const files = new Set<string>()
  const waiting = ['']
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await entriesOf(root, at, report)) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`
      if (entry.isDirectory()) { if (!isHidden(entry.name)) waiting.push(path) }
      else if (entry.isFile()) files.add(path)
      else if (await isOwnFile(root, path, entry)) files.add(path)
      else if (!isHidden(entry.name)) report.note(path, entry.isSymbolicLink() ? 'a symbolic link that does not lead to a file in this folder: not followed' : 'neither a file nor a folder: skipped')
    }
  }
  return { root, name: name === '' ? 'help' : name, files, pages: [...files].filter(path => markdown.test(path) && !isHidden(basename(path))).sort() }
}

export const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

async function entriesOf(root: string, path: string, report: Report): Promise<Dirent[]> {
  try {
    return await readdir(join(root, path), { withFileTypes: true })
  } catch (error) {
    report.refuse(path === '' ? '.' : path, `the folder cannot be read: ${(error as Error).message}`)
    return []
  }
}

/** A symbolic link to a file of this very tree that is not hidden in it. */
async function isOwnFile(root: string, path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false
  const target = await withinTree(root, path)
  return target !== undefined && !target.split('/').some(isHidden) && (await stat(join(root, target)).catch(() => undefined))?.isFile() === true
}

/** Where a path of the tree really leads to, as a path of the tree; undefined where that is outside, or nowhere. */
export async function withinTree(root: string, path: string): Promise<string | undefined> {
  const real = await realpath(join(root, path)).catch(() => undefined)
  if (real === undefined || !(real === root || real.startsWith(root.endsWith(sep) ? root : root + sep))) return undefined
  return relative(root, real).split(sep).join('/')
}
