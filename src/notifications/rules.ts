import type { Following, NotificationEvent, Way } from '../db/schema.ts'
import type { CommunicationPreferences, NotificationPreferences } from '../preferences/index.ts'

/** What decides how somebody is told of something. */
export interface Circumstances {
  event: NotificationEvent
  ways: NotificationPreferences
  channel: CommunicationPreferences['channel']
  /** What they want to hear of this very ticket. */
  following: Following | null
}

/** How somebody is told: what they said of this ticket goes before what they said of such events, and both end where they want no mail. */
export function wayOf({ event, ways, channel, following }: Circumstances): Way {
  if (event === 'security') return 'now'
  if (following === 'mute') return 'off'
  const way = following === 'follow' ? 'now' : ways[event]
  return channel === 'portal' && way !== 'off' ? 'portal' : way
}

/** Who reads and writes on a ticket, by id. */
export interface Company {
  customer: string
  /** Those whom the customer asked to take part. */
  participants: string[]
  agent: string | null
}

export interface Listener { id: string; event: NotificationEvent }

/** Who should know of what somebody did on a ticket: everybody on it but who did it. The agent who has it hears only what the other side writes. */
export function listeners(event: NotificationEvent, actor: string | null, { customer, participants, agent }: Company): Listener[] {
  const side = [...new Set([customer, ...participants])]
  const byStaff = actor === null || !side.includes(actor)
  const heard: Listener[] = side.map(id => ({ id, event }))
  if (agent !== null && event === 'reply' && !byStaff && !side.includes(agent)) heard.push({ id: agent, event: 'assigned' })
  return heard.filter(({ id }) => id !== actor)
}
