import type { TicketLine } from '../tickets/index.ts'

declare module '../web/views.ts' {
  interface Views {
    'home/visitor': object
    'home/customer': { needMe: TicketLine[]; latest: TicketLine[] }
    'home/accessibility': object
  }
}
