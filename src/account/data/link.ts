import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Person } from '../../web/access.ts'
import { withQuery } from '../../web/next.ts'

/** Long enough to go on with a large download that broke off. */
const seconds = 3_600
type InSession = Pick<Person, 'sessionId'>

/** The addresses at which a copy can be fetched for an hour, in the session in which its owner has just typed the password. */
export function provenLinks(secret: string) {
  const key = createHmac('sha256', secret).update('copy of my data').digest()
  const proofOf = (id: string, { sessionId }: InSession, until: string) => createHmac('sha256', key).update(`${id} ${sessionId} ${until}`).digest('base64url')

  return {
    linkTo(id: string, person: InSession): string {
      const until = String(Math.floor(Date.now() / 1_000) + seconds)
      return withQuery(`/account/data/archives/${id}`, { key: `${until}.${proofOf(id, person, until)}` })
    },
    /** Whether the key was made for this copy and session, and is still good. */
    isProven(id: string, person: InSession, key: string): boolean {
      const [until = '', proof = ''] = key.split('.')
      if (!/^\d{1,12}$/.test(until) || Number(until) * 1_000 < Date.now()) return false
      const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(id, person, until))]
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}
