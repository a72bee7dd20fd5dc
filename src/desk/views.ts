import type { FileLine } from '../attachments/index.ts'
import type { StuckMails } from '../notifications/index.ts'
import type { Compose, ListView, SeenTicket, ShownEntry, TicketLine } from '../tickets/index.ts'
import type { FormView } from '../web/forms.ts'
import type { Select } from '../web/views.ts'
import type { ChangesForm, MessageForm, Unchanged } from './forms.ts'

/** A reply or note being written, and the version of the ticket that its author saw. */
export interface Message { form: FormView<MessageForm>; compose: Compose; version: number }

export interface QueueView extends ListView {
  /** Mails that failed often; undefined when there are none. */
  stuck: StuckMails | undefined
}

export interface DeskTicketView {
  ticket: SeenTicket
  entries: ShownEntry[]
  files: FileLine[]
  newFrom: string | undefined
  others: Pick<TicketLine, 'reference' | 'title' | 'status'>[]
  mayReply: boolean
  answerBy: Date | undefined
  /** Somebody was faster: what to say about it. */
  conflict: string | undefined
  reply: Message
  note: Message
  /** `now` travels along: what the agent did not touch is not turned back when somebody else was faster. */
  changes: { form: FormView<ChangesForm>; version: number; now: Unchanged; selects: Select[] }
}

declare module '../web/views.ts' {
  interface Views {
    'desk/queue': QueueView
    'desk/show': DeskTicketView
    'desk/_desk-ticket': DeskTicketView
    'desk/_facts': DeskTicketView
    'desk/_changes-form': DeskTicketView
    'desk/_message-form': { noun: 'replies' | 'notes'; ticket: SeenTicket; message: Message }
  }
}
