import type { Generated } from 'kysely'
import type { AccountTables } from './schema/accounts.ts'
import type { HelpTables } from './schema/help.ts'
import type { MailTables } from './schema/mails.ts'
import type { TicketTables } from './schema/tickets.ts'

export type { CompanyRole, May, Role, SharedWith } from './schema/accounts.ts'
export type { CategoryField, FieldKind, Heading, HelpCount, Publication, Visibility } from './schema/help.ts'
export type { MailState, MailWay, NotificationEvent, Way } from './schema/mails.ts'
export type { Attachment, CustomField, EventKind, Following, Priority, Status, Ticket } from './schema/tickets.ts'

/** The tables as the migrations leave them; a test holds the two against each other. */
export interface Database extends AccountTables, HelpTables, MailTables, TicketTables {
  installation: { id: Generated<string> }
}
