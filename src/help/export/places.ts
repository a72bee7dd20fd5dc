import { createHash } from 'node:crypto'
import type { Db } from '../../db/connect.ts'

/** Where everything of the help centre lies in an exported tree. */
export interface Places {
  /** What `_category_.json` says, by the folder's path. */
  folders: Map<string, object>
  /** Folders by the category's slug. */
  categories: Map<string, string>
  /** Files by the article's slug. */
  pages: Map<string, string>
  /** Pictures and downloads by their id. */
  files: Map<string, { path: string; key: string }>
}

export async function placesOf(db: Db): Promise<Places> {
  const rows = await db.selectFrom('kb_categories').select(['id', 'slug', 'name', 'description', 'parent_id', 'position', 'icon', 'takes_tickets', 'fields']).execute()
  const byId = new Map(rows.map(row => [row.id, row]))
  const pathOf = (id: string | null, below: string[] = []): string => {
    const row = byId.get(id ?? '')
    return row === undefined || below.includes(row.id) ? '' : [pathOf(row.parent_id, [...below, row.id]), fileName(row.slug)].filter(part => part !== '').join('/')
  }
  const articles = await db.selectFrom('kb_articles').select(['slug', 'category_id']).execute()
  const files = await db.selectFrom('help_files').select(['id', 'sha256', 'name', 'storage_key']).execute()
  return {
    folders: new Map(rows.map(row => [pathOf(row.id), wordsOf(row)])),
    categories: new Map(rows.map(({ id, slug }) => [slug, pathOf(id)])),
    pages: new Map(articles.map(({ slug, category_id }) => [slug, [pathOf(category_id), `${fileName(slug)}.md`].filter(part => part !== '').join('/')])),
    files: new Map(files.map(({ id, sha256, name, storage_key }) => [id, { path: `files/${sha256.slice(0, 16)}/${safe(name)}`, key: storage_key }])),
  }
}

type Row = { name: string; slug: string; description: string | null; position: number; icon: string; takes_tickets: boolean; fields: object[] }

function wordsOf({ name, slug, description, position, icon, takes_tickets, fields }: Row): object {
  return { name, slug, ...(description !== null && { description }), order: position, ...(icon !== '' && { icon }), takesTickets: takes_tickets, ...(fields.length > 0 && { fields }) }
}

const bytesAtMost = 200

/** Disks take names of 255 bytes, and some lead elsewhere; the slug itself stands in the file. */
function fileName(slug: string): string {
  return Buffer.byteLength(slug) <= bytesAtMost && !/^\.|[/\\]/.test(slug) ? slug : createHash('sha256').update(slug).digest('hex')
}

/** A download that an import would take for an article, or not see at all, gets another ending or beginning. */
function safe(name: string): string {
  const plain = name.replace(/[/\\]/g, '_')
  const visible = plain.startsWith('.') ? `_${plain}` : plain
  const short = Buffer.byteLength(visible) <= bytesAtMost ? visible : visible.slice(-50)
  return /\.(?:md|markdown|mdx)$/i.test(short) ? `${short}.txt` : short
}
