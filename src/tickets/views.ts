import type { Priority, Status } from '../db/schema.ts'
import type { FileLine } from '../attachments/index.ts'
import type { Composed, Unsent } from '../drafts/index.ts'
import type { FormView } from '../web/forms.ts'
import type { SafeHtml } from '../web/markdown/index.ts'
import type { RatingForm, ReplyForm, TicketForm } from './forms.ts'
import type { Turn } from './rules.ts'
import type { Option, Select } from '../web/views.ts'
import type { ShownEntry } from './sentences.ts'
import type { Selection, TicketLine, TicketList } from './store/list.ts'
import type { SeenTicket, Sharing } from './store/read.ts'
import type { UnsentLine } from './unsent.ts'

/** What a form with files carries besides its fields. */
export interface Compose extends Pick<Composed, 'submission' | 'files' | 'filesProblem'> {
  preview: SafeHtml | undefined
  accept: string
  filesAtMost: number
  megabytes: number
}

export interface Filters { path: string; selects: Select[]; needs: string }
export interface ListLinks { live: string; csv: string | undefined; all: string; first: string | undefined; next: string | undefined }
export interface ListView { list: TicketList; selection: Selection; narrowed: boolean; filters: Filters; links: ListLinks; drafts: UnsentLine[]; desk: boolean; sharing?: Sharing | undefined; idle?: Idle | undefined }
/** What an empty list says at the desk, when no filter made it so. */
export interface Idle { title: string; text: string }
export interface NewView { form: FormView<TicketForm>; compose: Compose; categories: Option[]; priorities: Option[]; follows: number | undefined; sharing: Sharing | undefined }

export interface TicketView {
  ticket: SeenTicket
  entries: ShownEntry[]
  files: FileLine[]
  /** The first entry that came after the last visit. */
  newFrom: string | undefined
  turn: Turn
  answerBy: Date | undefined
  closesAt: Date | undefined
  may: { reply: boolean; close: boolean; reopen: boolean; rate: boolean; followUp: boolean }
  reopenDays: number
  mays: Option[]
  purposes: Option[]
  scores: Option[]
  reply: { form: FormView<ReplyForm>; compose: Compose }
  rating: FormView<RatingForm>
}

export interface EntryView { entry: ShownEntry; files: FileLine[] }

declare module '../web/views.ts' {
  interface Views {
    'tickets/list': ListView
    'tickets/_ticket-list': ListView
    'tickets/_quoted': { quoted: string }
    'tickets/_picture': { picture: string }
    'tickets/_filters': ListView
    'tickets/_ticket-line': { ticket: TicketLine; desk: boolean }
    'tickets/new': NewView
    'tickets/_ticket-form': NewView
    'tickets/sent': { ticket: SeenTicket; answerBy: Date | undefined }
    'tickets/unsent': { draft: Unsent; why: string; submission: string }
    'tickets/show': TicketView
    'tickets/print': TicketView
    'tickets/_ticket': TicketView
    'tickets/_status-panel': TicketView
    'tickets/_conversation': Pick<TicketView, 'ticket' | 'entries' | 'files' | 'newFrom'>
    'tickets/_entry': EntryView
    'tickets/_event': { entry: ShownEntry & { type: 'event' } }
    'tickets/_reply-form': TicketView
    'tickets/_next-steps': TicketView
    'tickets/_rating-form': TicketView
    'shared/_files': { files: FileLine[] }
    'shared/_compose': { id: string; name: string; label: string; value: string | undefined; error: string | undefined; rows: number; hint?: string; compose: Compose }
    'shared/_file-field': { compose: Compose; prefix: string }
    /** On a ticket of somebody else's, its answer need not be one's own. */
    'shared/_status': { status: Status; desk?: boolean; theirs?: boolean }
    'shared/_priority': { priority: Priority }
  }
}
