import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import type { HelpMemory } from '../memory.ts'
import { compareAll, relatedTo, type Comparison } from '../related.ts'
import { visibleTo } from '../rules.ts'
import type { ArticleLine } from './articles.ts'
import { kindOf } from './categories.ts'

type RelatedLine = Pick<ArticleLine, 'slug' | 'title' | 'language'>
type Known = RelatedLine & { id: string; headings: string; categoryId: string | null; visibility: string }

const atMost = 4

/** The articles that somebody who reads this one may want next. */
export function listRelated({ db, helpMemory }: { db: Db; helpMemory: HelpMemory }, viewer: Viewer | null, id: string): Promise<RelatedLine[]> {
  const visible: string[] = visibleTo(viewer)
  return helpMemory.keep(`related ${id} ${kindOf(viewer)}`, async () => {
    const all = await helpMemory.keep('comparison', () => readComparison(db))
    return relatedTo(all, id, ({ visibility }) => visible.includes(visibility), atMost)
  })
}

/** Titles and the beginning of the headings, of everything published. */
async function readComparison(db: Db): Promise<Comparison<Known>> {
  const articles = await db.selectFrom('kb_articles').where('status', '=', 'published')
    .select(it => ['id', 'slug', 'title', 'language', 'visibility', 'category_id as categoryId', it.fn<string>('left', ['headings_text', it.val(200)]).as('headings')]).execute()
  return compareAll(articles)
}
