import { basename, join } from 'node:path'
import { parse } from 'yaml'
import type { CategoryField } from '../../db/schema.ts'
import { fieldKinds } from '../rules.ts'
import { isSlug } from '../slugs.ts'
import { shortText } from './bytes.ts'
import { isRecord } from './front-matter.ts'
import type { Report } from './report.ts'
import { lineOf } from './titles.ts'
import { isHidden, type Tree } from './tree.ts'

/** What a folder's own file says of it. */
export interface FolderWords { name?: string; slug?: string; description?: string; order?: number; icon?: string; takesTickets?: boolean; fields?: CategoryField[] }

const names = ['_category_.json', '_category_.yml', '_category_.yaml']

/** Files that make a category of a folder even while nothing is in it. */
export const speaksForFolder = (path: string): boolean => names.includes(basename(path)) && !path.split('/').some(isHidden)

export async function folderWords({ root, files }: Tree, folder: string, report: Report): Promise<FolderWords> {
  const path = names.map(name => folder === '' ? name : `${folder}/${name}`).find(path => files.has(path))
  if (path === undefined) return {}
  try {
    const said: unknown = parse(await shortText(join(root, path), 1), { uniqueKeys: false, logLevel: 'error' })
    return isRecord(said) ? understood(said) : {}
  } catch (error) {
    report.note(path, `it cannot be read: ${(error as Error).message.split('\n')[0] ?? ''}`)
    return {}
  }
}

function understood(said: Record<string, unknown>): FolderWords {
  const link = isRecord(said['link']) ? said['link'] : {}
  const name = lineOf(said['name'] ?? said['label'])
  const description = lineOf(said['description'] ?? link['description'], 500)
  const order = said['order'] ?? said['position']
  return {
    ...(name !== '' && { name }),
    ...(description !== '' && { description }),
    ...(typeof said['slug'] === 'string' && isSlug(said['slug']) && { slug: said['slug'] }),
    ...(Number.isInteger(order) && Math.abs(Number(order)) < 1e9 && { order: Number(order) }),
    ...(typeof said['icon'] === 'string' && { icon: lineOf(said['icon'], 40) }),
    ...(typeof said['takesTickets'] === 'boolean' && { takesTickets: said['takesTickets'] }),
    ...(Array.isArray(said['fields']) && { fields: fieldsOf(said['fields'].slice(0, 10)) }),
  }
}

/** Each once, by its key, and only those that somebody can answer. */
function fieldsOf(said: unknown[]): CategoryField[] {
  const fields = said.flatMap(fieldOf).filter(({ kind, options }) => kind !== 'choice' || options.length > 1)
  return fields.filter(({ key }, at) => fields.findIndex(other => other.key === key) === at)
}

function fieldOf(said: unknown): CategoryField[] {
  if (!isRecord(said)) return []
  const [key, label] = [lineOf(said['key'], 40), lineOf(said['label'])]
  const kind = fieldKinds.find(kind => kind === said['kind'])
  if (key === '' || label === '' || kind === undefined) return []
  const shownIf = isRecord(said['shownIf']) ? { key: lineOf(said['shownIf']['key'], 40), value: lineOf(said['shownIf']['value']) } : undefined
  const options = Array.isArray(said['options']) ? said['options'].map(option => lineOf(option)).filter(option => option !== '') : []
  return [{ key, label, kind, required: said['required'] === true, hint: lineOf(said['hint'], 500), options, ...(shownIf !== undefined && { shownIf }) }]
}
