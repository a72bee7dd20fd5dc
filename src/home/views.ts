import type { Category, TopQuestion } from '../help/index.ts'
import type { TicketLine } from '../tickets/index.ts'

/** Where to look before asking. */
export interface TopHelp { categories: Category[]; questions: TopQuestion[] }

declare module '../web/views.ts' {
  interface Views {
    'home/visitor': TopHelp
    'home/customer': TopHelp & { needMe: TicketLine[]; latest: TicketLine[] }
    'home/_help': TopHelp
    'home/accessibility': object
  }
}
