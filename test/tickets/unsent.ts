import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer } from '../support/client.ts'
import { change } from '../support/tickets.ts'
import type { Someone, World } from '../support/world.ts'

export const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }
export const hostile = '\n  <script>alert(1)</script> & "quotes" {{x}}\n\n\ttab   and   spaces </pre><b>bold</b>\nسطر عربي 🙂'

/** Leaves a reply unsent and returns the draft's id. */
export async function leave(person: Someone, reference: number, text: string): Promise<string> {
  const submission = randomUUID()
  await person.upload(`/tickets/${reference}/replies`, { text, submission, intent: 'draft' }, [log])
  return submission
}

/** Closes a ticket so long ago that nobody can open it again. */
export async function closeForGood({ grace, db }: Pick<World, 'grace' | 'db'>, reference: number): Promise<void> {
  await change(grace, reference, { status: 'closed' })
  await db.updateTable('tickets').set({ closed_at: sql<Date>`now() - interval '60 days'` }).where('reference', '=', reference).execute()
}

/** What the list calls each unsent thing, and where that leads. */
export const lines = ({ $ }: Answer) => $('.drafts li > a').toArray().map(line => [$(line).text(), $(line).attr('href')])
export const why = ({ $ }: Answer): string => $('main .lead').text()
export const typed = ({ $ }: Answer): string => $('main pre').text()
