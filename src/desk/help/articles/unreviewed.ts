import { sql } from 'kysely'

/** Published, and neither looked over nor first published within half a year. */
export const isUnreviewed = sql<boolean>`kb_articles.status = 'published' and coalesce(kb_articles.reviewed_on, kb_articles.published_at::date, kb_articles.created_at::date) < current_date - interval '6 months'`
