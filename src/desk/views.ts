import type { FileLine } from '../attachments/index.ts'
import type { Compose, ListView, SeenTicket, ShownEntry, TicketLine } from '../tickets/index.ts'
import type { FormView } from '../web/forms.ts'
import type { Select } from '../web/views.ts'
import type { ChangesForm, MessageForm } from './forms.ts'

export interface Message { form: FormView<MessageForm>; compose: Compose }

export interface DeskTicketView {
  ticket: SeenTicket
  entries: ShownEntry[]
  files: FileLine[]
  newFrom: string | undefined
  others: TicketLine[]
  mayReply: boolean
  answerBy: Date | undefined
  /** Somebody was faster: what to say about it. */
  conflict: string | undefined
  reply: Message
  note: Message
  changes: { form: FormView<ChangesForm>; selects: Select[] }
}

declare module '../web/views.ts' {
  interface Views {
    'desk/queue': ListView
    'desk/show': DeskTicketView
    'desk/_desk-ticket': DeskTicketView
    'desk/_facts': DeskTicketView
    'desk/_changes-form': DeskTicketView
    'desk/_message-form': { noun: 'replies' | 'notes'; ticket: SeenTicket; message: Message }
  }
}
