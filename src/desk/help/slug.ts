import type { Db } from '../../db/connect.ts'
import { freeQuestionSlug, freeSlug, isReserved, isSlug, slugOf } from '../../help/index.ts'
import { t } from '../../web/i18n.ts'

interface Named { kind: 'article' | 'category' | 'question'; slug: string; title: string; own?: string | undefined }

/** The slug that was typed, or one made of the title; or a sentence about why the typed one cannot be had. */
export async function chosenSlug(db: Db, { kind, slug, title, own }: Named): Promise<{ slug: string } | { problem: string }> {
  const freed = (one: string) => kind === 'question' ? freeQuestionSlug(db, one, own) : freeSlug(db, kind, one, own)
  if (slug === '') return { slug: await freed(made(kind, title)) }
  const typed = slug.normalize('NFC').toLowerCase()
  if (!isSlug(typed)) return { problem: t('desk-help.slug-wrong', { example: slugOf(slug) }) }
  if (kind === 'category' && isReserved(typed)) return { problem: t('desk-help.slug-reserved', { slug: typed }) }
  const free = await freed(typed)
  return free === typed ? { slug: typed } : { problem: t('desk-help.slug-taken', { slug: typed, free }) }
}

function made(kind: Named['kind'], title: string): string {
  const slug = slugOf(title)
  return kind === 'category' && isReserved(slug) ? `${slug}-2` : slug
}
