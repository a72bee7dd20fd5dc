import { Type, type Static } from 'typebox'
import { filler } from './filled.ts'

const clock = '^([01]\\d|2[0-3]):[0-5]\\d$'

/** How a person is reached: `customer_preferences.communication_preferences`. */
export const CommunicationPreferences = Type.Object({
  /** Where answers go: by mail, or seen here only. */
  channel: Type.Unsafe<'mail' | 'portal'>(Type.Union([Type.Literal('mail'), Type.Literal('portal')], { default: 'mail' })),
  /** Whether an answer to our mail becomes a reply. */
  replyByMail: Type.Boolean({ default: true }),
  /** Mail that is not urgent waits between these times of day, in the person's zone. */
  quiet: Type.Boolean({ default: false }),
  quietFrom: Type.String({ default: '22:00', pattern: clock }),
  quietTo: Type.String({ default: '07:00', pattern: clock }),
  /** Whether a mail with what they wrote here comes to themselves. */
  copies: Type.Boolean({ default: false }),
  format: Type.Unsafe<'html' | 'plain'>(Type.Union([Type.Literal('html'), Type.Literal('plain')], { default: 'html' })),
  /** Addresses that are asked to take part in every new ticket. */
  participants: Type.Array(Type.String({ maxLength: 254 }), { default: [], maxItems: 10 }),
})
export type CommunicationPreferences = Static<typeof CommunicationPreferences>

export const readCommunication = filler(CommunicationPreferences)
