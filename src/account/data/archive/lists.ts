import { allActivity } from '../../../activity/index.ts'
import type { Db } from '../../../db/connect.ts'
import { sentenceOf as toldIn } from '../../../notifications/index.ts'
import { priorities } from '../../../tickets/index.ts'
import { t, type MessageKey } from '../../../web/i18n.ts'
import { browserIn, sentenceOf } from '../../activity/words.ts'
import type { Item } from '../views.ts'
import { draftsOf, guidesOf, incomingMailsOf, mailsOf, notificationsOf, repliesElsewhere, votesOf } from './rows.ts'

/** What there is much of: a JSON list and a page of the same. */
export interface List {
  name: 'activity' | 'notifications' | 'mails' | 'sent-mails' | 'votes' | 'drafts' | 'questions' | 'replies-elsewhere'
  rows(): AsyncIterable<object[]>
  items(): AsyncIterable<Item[]>
}

export function listsOf(db: Db, id: string): List[] {
  return [
    list('activity', () => allActivity(db, id, { group: '', time: '', after: '' }), line => ({
      title: sentenceOf(t, line),
      at: line.happened_at,
      facts: [[t('activity.browser-label'), browserIn(t, line)], [t('activity.address'), line.address]],
    })),
    list('notifications', () => notificationsOf(db, id), told => ({ title: toldIn(t, told), at: told.created_at })),
    list('mails', () => mailsOf(db, id), ({ event, address, created_at, sent_at }) => ({
      title: event === null ? t('export.other-mail') : t(`notify.event-${event}`),
      at: created_at,
      facts: [[t('sign-in.email'), address], [t('export.sent'), sent_at]],
    })),
    list('sent-mails', () => incomingMailsOf(db, id), ({ subject, received_at, text }) => ({ title: subject, at: received_at, words: text })),
    list('votes', () => votesOf(db, id), ({ about, helpful, reason, words, updated_at }) => ({
      title: about ?? '',
      at: updated_at,
      facts: [[t('export.helpful'), t(helpful ? 'export.yes' : 'export.no')], [t('export.reason'), reason]],
      words,
    })),
    list('drafts', () => draftsOf(db, id), ({ fields, updated_at }) => ({ at: updated_at, facts: factsOf(fields) })),
    list('questions', () => guidesOf(db, id), ({ answers, updated_at }) => ({ at: updated_at, facts: factsOf(answers) })),
    list('replies-elsewhere', () => repliesElsewhere(db, id), ({ reference, created_at, text }) => ({ title: `#${reference}`, at: created_at, words: text })),
  ]
}

function list<Row extends object>(name: List['name'], rows: () => AsyncIterable<Row[]>, item: (row: Row) => Item): List {
  return { name, rows, async *items() {
    for await (const some of rows()) yield some.map(item)
  } }
}

/** What forms call what is asked for, and what they say to the person. */
const labels: Record<string, MessageKey> = {
  category: 'tickets.category', title: 'tickets.title-label', description: 'tickets.description-label', priority: 'tickets.priority-label', text: 'tickets.reply-label',
  about: 'guide.ask-about', exactly: 'guide.ask-exactly', more: 'guide.more',
}

function factsOf(fields: Record<string, string>): [string, string][] {
  return Object.entries(fields).map(([name, value]) => {
    const label = labels[name]
    const priority = priorities.find(known => name === 'priority' && known === value)
    return [label === undefined ? name : t(label), priority === undefined ? value : t(`priority.${priority}`)]
  })
}
