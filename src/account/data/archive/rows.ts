import { sql } from 'kysely'
import type { Db } from '../../../db/connect.ts'
import { byTime } from './portions.ts'

export const notificationsOf = (db: Db, id: string) => byTime(
  db.selectFrom('notifications').leftJoin('tickets', 'tickets.id', 'ticket_id').where('profile_id', '=', id)
    .select(['notifications.id', 'event', 'kind', 'details', 'way', 'reference', 'notifications.created_at', 'read_at']),
  'notifications',
)

/** Without the details of a mail on its way: links with tokens are in them. */
export const mailsOf = (db: Db, id: string) => byTime(
  db.selectFrom('mails').where('profile_id', '=', id)
    .select(['id', 'kind', 'event', 'address', 'language', 'created_at', 'sent_at', 'refused_at']),
  'mails',
)

/** What they wrote by mail, as far as we know that it was they: anybody can write any sender on a mail. */
export const incomingMailsOf = (db: Db, id: string) => byTime(
  db.selectFrom('incoming_mails')
    .where(it => it.or([it('writer_id', '=', id), it.and([
      it('ticket_id', 'in', it.selectFrom('tickets').select('tickets.id').where('customer_id', '=', id)),
      it(sql`lower(from_address)`, '=', it.selectFrom('profiles').select(sql<string>`lower(email)`.as('email')).where('profiles.id', '=', id)),
    ])]))
    .select(['id', 'from_address', 'from_name', 'recipient', 'subject', 'text', 'bytes', 'received_at']),
  'incoming_mails', 'received_at',
)

export const votesOf = (db: Db, id: string) => byTime(
  db.selectFrom('help_votes').where('voter', '=', id)
    .leftJoin('kb_articles', 'kb_articles.id', 'article_id')
    .leftJoin('kb_questions', 'kb_questions.id', 'question_id')
    .select(['help_votes.id', sql<string | null>`coalesce(title, question)`.as('about'), 'helpful', 'reason', 'help_votes.words', 'help_votes.created_at', 'help_votes.updated_at']),
  'help_votes',
)

export const draftsOf = (db: Db, id: string) => byTime(
  db.selectFrom('drafts').where('profile_id', '=', id).select(['id', 'form', 'fields', 'created_at', 'updated_at']),
  'drafts',
)

export const guidesOf = (db: Db, id: string) => byTime(
  db.selectFrom('guides').where('profile_id', '=', id).select(['id', 'answers', 'created_at', 'updated_at']),
  'guides',
)

/** Their own words on tickets of others; what others say there is not theirs. */
export const repliesElsewhere = (db: Db, id: string) => byTime(
  db.selectFrom('replies').innerJoin('tickets', 'tickets.id', 'ticket_id').where('author_id', '=', id).where('customer_id', '<>', id)
    .select(['replies.id', 'reference', 'text', 'replies.created_at']),
  'replies',
)
