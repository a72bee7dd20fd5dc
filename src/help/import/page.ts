import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { Publication, Visibility } from '../../db/schema.ts'
import { articleLimit } from '../../web/markdown/index.ts'
import { publications, visibilities } from '../rules.ts'
import { isSlug, slugOf } from '../slugs.ts'
import { bytesOf } from './bytes.ts'
import { decode } from './decode.ts'
import { splitFrontMatter } from './front-matter.ts'
import { bannerOf, lineOf, readable, splitTitle, type Banner } from './titles.ts'
import type { Tree } from './tree.ts'

/** What an import goes by where a file says nothing itself. */
export interface Defaults { language: string; status: Publication; visibility: Visibility }

/** A Markdown file, understood: its text still has its title and its own links. */
export interface Page {
  path: string
  title: string
  /** Asked for by the file. */
  slug: string | undefined
  summary: string
  language: string
  status: Publication
  visibility: Visibility
  /** The slug of a category, instead of its folder's. */
  category: string | undefined
  publishAt: Date | null
  /** A day, as 2026-11-22, or a moment of it. */
  date: string | undefined
  /** A day. */
  reviewed: string | undefined
  order: number | undefined
  text: string
  empty: boolean
  /** Over the page's own heading, whether it was taken off or not. */
  banner: Banner | undefined
  /** Lines of the file above the text. */
  linesAbove: number
  notes: string[]
}

/** It cannot be an article; the message says why. */
export class Unfit extends Error {}

const bytesAtMost = articleLimit * 4
const indexName = /^(?:index|readme|_index)\.(?:md|markdown|mdx)$/i

/** Speaks for its folder. */
export const isIndex = (path: string): boolean => indexName.test(basename(path))

/** Without the banner over its heading, where that is one of those that several files share. */
export async function readPage({ root, name }: Pick<Tree, 'root' | 'name'>, path: string, defaults: Defaults, shared?: Set<string>): Promise<Page> {
  const bytes = await bytesOf(join(root, path), bytesAtMost)
  if (bytes === undefined) throw new Unfit(`it is longer than ${articleLimit} characters`)
  const decoded = decode(bytes)
  if (decoded === undefined) throw new Unfit('it is not text')
  const { properties, text: body, problem } = splitFrontMatter(decoded.text)
  const written = /\.mdx$/i.test(path) ? withoutImports(body) : body
  if (written.length > articleLimit) throw new Unfit(`it is longer than ${articleLimit} characters`)
  const banner = bannerOf(written)
  const text = banner !== undefined && (banner.sure || shared?.has(banner.said) === true) ? banner.rest : written
  const title = lineOf(properties['title'])
  const said = { ...Object.fromEntries(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value])) }
  return {
    path, text, banner, empty: text.trim() === '' && (isIndex(path) || title === ''), ...meaningOf(said, defaults),
    title: splitTitle(text, title).title || ownName(path, name),
    linesAbove: decoded.text.split('\n').length - text.split('\n').length,
    notes: [decoded.note, problem, ...doubts(said)].filter(note => note !== undefined),
  }
}

/** MDX begins with what only its compiler understands. */
function withoutImports(text: string): string {
  return text.replace(/^(?:\s*(?:import\s[^\n]*from\s*['"][^\n]*|import\s*['"][^\n]*|export\s+(?:const|default|function)\s[^\n]*|\{\/\*[^\n]*\*\/\})[ \t]*(?:\n|$))+/, '')
}

function ownName(path: string, root: string): string {
  const folder = basename(dirname(path))
  return readable(isIndex(path) ? folder === '.' ? root : folder : basename(path).replace(/\.\w+$/, ''))
}

type Said = Record<string, unknown>

/** What properties say that articles and questions have alike. */
export function meaningOf(said: Said, defaults: Defaults) {
  const language = /^([a-z]{2,3})(?:[-_]|$)/i.exec(lineOf(said['language'] ?? said['lang'] ?? said['locale']))?.[1]?.toLowerCase()
  const order = Number(lineOf(said['sidebar_position'] ?? said['weight'] ?? said['nav_order'] ?? said['order']) || NaN)
  return {
    slug: slugSaid(said['slug']),
    summary: lineOf(said['description'] ?? said['summary'] ?? said['excerpt'], 500),
    language: language ?? defaults.language,
    status: statusSaid(said) ?? defaults.status,
    visibility: visibilitySaid(said['visibility']) ?? defaults.visibility,
    category: typeof said['category'] === 'string' && isSlug(said['category']) ? said['category'] : undefined,
    publishAt: timeSaid(said['publish_at']),
    date: momentSaid(said['date']),
    reviewed: daySaid(said['reviewed'] ?? said['reviewed_on'] ?? said['last_reviewed']),
    order: Number.isInteger(order) && Math.abs(order) < 1e9 ? order : undefined,
  }
}

function slugSaid(said: unknown): string | undefined {
  const last = typeof said === 'string' ? said.split('/').filter(part => part !== '').at(-1) : undefined
  return last === undefined ? undefined : isSlug(last) ? last : slugOf(last)
}

/** What we do not understand is not shown to anybody before somebody has looked. */
function statusSaid(said: Said): Publication | undefined {
  if (said['draft'] === true || said['published'] === false) return 'draft'
  if (said['status'] === undefined || said['status'] === null) return said['draft'] === false ? 'published' : undefined
  return publications.find(status => status === said['status']) ?? 'draft'
}

function visibilitySaid(said: unknown): Visibility | undefined {
  return said === undefined || said === null ? undefined : visibilities.find(visibility => visibility === said) ?? 'staff'
}

const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/

function momentSaid(said: unknown): string | undefined {
  return typeof said === 'string' && moment.test(said) && !Number.isNaN(Date.parse(said)) ? said : daySaid(said)
}

function daySaid(said: unknown): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(lineOf(said))?.[0]
  return day !== undefined && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day) ? day : undefined
}

function timeSaid(said: unknown): Date | null {
  const time = typeof said === 'string' ? Date.parse(said) : NaN
  return Number.isNaN(time) ? null : new Date(time)
}

function doubts({ status, visibility }: Said): string[] {
  return [
    ...(status === undefined || status === null || publications.some(known => known === status) ? [] : [`“${lineOf(status, 40)}” is no status: it is a draft`]),
    ...(visibility === undefined || visibility === null || visibilities.some(known => known === visibility) ? [] : [`“${lineOf(visibility, 40)}” is no visibility: it is for staff only`]),
  ]
}

/** What would change the article if it changed. */
export function fingerprint(values: unknown): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex')
}
