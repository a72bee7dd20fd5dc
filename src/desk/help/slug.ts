import type { Db } from '../../db/connect.ts'
import { freeSlug, isReserved, isSlug, slugOf } from '../../help/index.ts'
import { t } from '../../web/i18n.ts'

interface Wanted { kind: 'article' | 'category'; slug: string; title: string; own?: string | undefined }

/** The slug that was typed, or one made of the title; or a sentence about why the typed one cannot be had. */
export async function chosenSlug(db: Db, { kind, slug, title, own }: Wanted): Promise<{ slug: string } | { problem: string }> {
  if (slug === '') return { slug: await freeSlug(db, kind, made(kind, title), own) }
  const wanted = slug.normalize('NFC').toLowerCase()
  if (!isSlug(wanted)) return { problem: t('desk-help.slug-wrong', { example: slugOf(slug) }) }
  if (kind === 'category' && isReserved(wanted)) return { problem: t('desk-help.slug-reserved', { slug: wanted }) }
  const free = await freeSlug(db, kind, wanted, own)
  return free === wanted ? { slug: wanted } : { problem: t('desk-help.slug-taken', { slug: wanted, free }) }
}

function made(kind: Wanted['kind'], title: string): string {
  const slug = slugOf(title)
  return kind === 'category' && isReserved(slug) ? `${slug}-2` : slug
}
