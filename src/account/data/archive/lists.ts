import { sql } from 'kysely'
import { allActivity } from '../../../activity/index.ts'
import type { Db } from '../../../db/connect.ts'
import { sentenceOf as toldIn } from '../../../notifications/index.ts'
import { t } from '../../../web/i18n.ts'
import { browserIn, sentenceOf } from '../../activity/words.ts'
import type { Item } from '../views.ts'
import { byTime, portion } from './portions.ts'

/** What there is much of: a JSON list and a page of the same. */
export interface List { name: 'activity' | 'notifications' | 'mails' | 'sent-mails' | 'votes' | 'drafts' | 'questions' | 'replies-elsewhere'; rows(): AsyncIterable<object[]>; items(): AsyncIterable<Item[]> }

function list<Row extends object>(name: List['name'], rows: () => AsyncIterable<Row[]>, item: (row: Row) => Item): List {
  return { name, rows, async *items() {
    for await (const some of rows()) yield some.map(item)
  } }
}

export function listsOf(db: Db, id: string): List[] {
  return [
    list('activity', () => allActivity(db, id, { group: '', time: '', after: '' }), line => ({ title: sentenceOf(t, line), at: line.happened_at, facts: [[t('activity.browser-label'), browserIn(t, line)], [t('activity.address'), line.address]] })),
    list('notifications', () => notificationsOf(db, id), told => ({ title: toldIn(t, told), at: told.created_at })),
    list('mails', () => mailsOf(db, id), ({ event, address, created_at, sent_at }) => ({ title: event === null ? t('export.other-mail') : t(`notify.event-${event}`), at: created_at, facts: [[t('sign-in.email'), address], [t('export.sent'), sent_at]] })),
    list('sent-mails', () => incomingOf(db, id), ({ subject, received_at, text }) => ({ title: subject, at: received_at, words: text })),
    list('votes', () => votesOf(db, id), ({ about, helpful, reason, words, updated_at }) => ({ title: about ?? '', at: updated_at, facts: [[t('export.helpful'), t(helpful ? 'export.yes' : 'export.no')], [t('export.reason'), reason]], words })),
    list('drafts', () => draftsOf(db, id), ({ fields, updated_at }) => ({ at: updated_at, facts: Object.entries(fields).filter(([, value]) => typeof value === 'string') })),
    list('questions', () => guidesOf(db, id), ({ answers, updated_at }) => ({ at: updated_at, facts: Object.entries(answers).filter(([, value]) => typeof value === 'string') })),
    list('replies-elsewhere', () => repliesElsewhere(db, id), ({ reference, created_at, text }) => ({ title: `#${reference}`, at: created_at, words: text })),
  ]
}

/** Row by row after the last one, by time and then by id. */
const after = (last: { at: string; id: string } | undefined, time: string, id = 'id') => last === undefined ? sql<boolean>`true` : sql<boolean>`(${sql.ref(time)}, ${sql.ref(id)}) > (${last.at}::timestamptz, ${last.id}::uuid)`
/** To the microsecond, as a Date cannot hold it. */
const exact = (time: string) => sql<string>`${sql.ref(time)}::text`.as('at')

const notificationsOf = (db: Db, id: string) => byTime(last => db.selectFrom('notifications').leftJoin('tickets', 'tickets.id', 'ticket_id').where('profile_id', '=', id)
  .where(after(last, 'notifications.created_at', 'notifications.id'))
  .select(['notifications.id', 'event', 'kind', 'details', 'way', 'reference', 'notifications.created_at', 'read_at', exact('notifications.created_at')])
  .orderBy('notifications.created_at').orderBy('notifications.id').limit(portion).execute())

// Without the details of a mail on its way: links with tokens are in them.
const mailsOf = (db: Db, id: string) => byTime(last => db.selectFrom('mails').where('profile_id', '=', id).where(after(last, 'created_at'))
  .select(['id', 'kind', 'event', 'address', 'language', 'created_at', 'sent_at', 'refused_at', exact('created_at')]).orderBy('created_at').orderBy('id').limit(portion).execute())

/** What they wrote by mail, as far as we know that it was they: anybody can write any sender on a mail. */
const incomingOf = (db: Db, id: string) => byTime(last => db.selectFrom('incoming_mails').where(after(last, 'received_at'))
  .where(it => it.or([it('writer_id', '=', id), it.and([
    it('ticket_id', 'in', it.selectFrom('tickets').select('tickets.id').where('customer_id', '=', id)),
    it(sql`lower(from_address)`, '=', it.selectFrom('profiles').select(sql<string>`lower(email)`.as('email')).where('profiles.id', '=', id)),
  ])]))
  .select(['id', 'from_address', 'from_name', 'recipient', 'subject', 'text', 'bytes', 'received_at', exact('received_at')]).orderBy('received_at').orderBy('id').limit(portion).execute())

const votesOf = (db: Db, id: string) => byTime(last => db.selectFrom('help_votes').where('voter', '=', id).where(after(last, 'help_votes.created_at', 'help_votes.id'))
  .leftJoin('kb_articles', 'kb_articles.id', 'article_id').leftJoin('kb_questions', 'kb_questions.id', 'question_id')
  .select(['help_votes.id', sql<string | null>`coalesce(title, question)`.as('about'), 'helpful', 'reason', 'help_votes.words', 'help_votes.created_at', 'help_votes.updated_at', exact('help_votes.created_at')])
  .orderBy('help_votes.created_at').orderBy('help_votes.id').limit(portion).execute())

const draftsOf = (db: Db, id: string) => byTime(last => db.selectFrom('drafts').where('profile_id', '=', id).where(after(last, 'created_at'))
  .select(['id', 'form', 'fields', 'created_at', 'updated_at', exact('created_at')]).orderBy('created_at').orderBy('id').limit(portion).execute())

const guidesOf = (db: Db, id: string) => byTime(last => db.selectFrom('guides').where('profile_id', '=', id).where(after(last, 'created_at'))
  .select(['id', 'answers', 'created_at', 'updated_at', exact('created_at')]).orderBy('created_at').orderBy('id').limit(portion).execute())

/** Their own words on tickets of others; what others say there is not theirs. */
const repliesElsewhere = (db: Db, id: string) => byTime(last => db.selectFrom('replies').innerJoin('tickets', 'tickets.id', 'ticket_id')
  .where('author_id', '=', id).where('customer_id', '<>', id).where(after(last, 'replies.created_at', 'replies.id'))
  .select(['replies.id', 'reference', 'text', 'replies.created_at', exact('replies.created_at')]).orderBy('replies.created_at').orderBy('replies.id').limit(portion).execute())
