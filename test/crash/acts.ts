import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Proof, Visitor } from '../support/visitor.ts'

/** Somebody who writes; `proof` is of a form that was opened before the crash. */
export interface Customer { visitor: Visitor; proof: Proof; reference?: string }
export interface Enclosure { name: string; sha256: string; file: File }

/** One form that was sent. Unknown is what got no answer: it may have happened or not, but not by half and not twice. */
export interface Act {
  kind: 'ticket' | 'reply' | 'draft'
  customer: Customer
  words: string
  submission: string
  /** For a reply: the ticket. */
  reference?: string
  files: Enclosure[]
  outcome: 'acknowledged' | 'unknown'
  location: string | null
}

const largest = 3_000_000
const text = randomBytes(largest / 2).toString('hex')
let count = 0

/** What this customer does next: tickets and, once there is one, replies; every fifth thing is put aside as a draft. */
export function nextAct(customer: Customer): Act {
  const number = ++count
  const { reference } = customer
  const act = { customer, words: `Words ${number} ${randomUUID()}`, submission: randomUUID(), files: enclosures(number), outcome: 'unknown', location: null } as const
  if (number % 5 === 0) return { ...act, kind: 'draft' }
  return reference === undefined || number % 3 === 0 ? { ...act, kind: 'ticket' } : { ...act, kind: 'reply', reference }
}

/** None, one or two files, from a few bytes to three megabytes. */
function enclosures(number: number): Enclosure[] {
  return Array.from({ length: number % 3 }, (_, at) => {
    const name = `file-${number}-${at}.txt`
    const content = `${name}\n${text.slice(0, (number * 7_919 * 97) % largest)}`
    return { name, sha256: sha256(content), file: new File([content], name, { type: 'text/plain' }) }
  })
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Sends it, or sends it again, just as it was. Returns what is wrong with the answer; no answer is an outcome, not a fault. */
export async function send(act: Act, url: string): Promise<string | undefined> {
  const path = act.kind === 'reply' ? `/tickets/${act.reference}/replies` : '/tickets'
  const page = await act.customer.visitor.post(`${url}${path}`, fields(act), act.files.map(({ file }) => file)).catch(() => undefined)
  if (page === undefined) return undefined
  if (page.status !== 303) return `${act.kind} "${act.words}" was answered with ${page.status}: ${page.$('main').text().replace(/\s+/g, ' ').slice(0, 300)}`
  if (act.location !== null && act.location !== page.location) return `${act.kind} "${act.words}" led to ${act.location} at first, and then to ${page.location}`
  act.outcome = 'acknowledged'
  act.location = page.location
  if (act.kind === 'ticket') act.customer.reference = act.reference = /^\/tickets\/(\d+)\/sent$/.exec(page.location ?? '')?.[1] ?? 'none'
  return undefined
}

function fields({ kind, customer: { proof }, submission, words }: Act): Record<string, string> {
  const own = { ...proof, submission, intent: kind === 'draft' ? 'draft' : 'send' }
  return kind === 'reply' ? { ...own, text: words } : { ...own, category: 'other', title: words, description: words, priority: 'normal' }
}
