import { array, boolean, fallback, maxCodePoints, maxLength, object, picklist, pipe, regex, string, type InferOutput } from 'valibot'
import { filler } from './filled.ts'

const clock = pipe(string(), regex(/^([01]\d|2[0-3]):[0-5]\d$/))

const CommunicationPreferences = object({
  /** Where answers go: by mail, or seen here only. */
  channel: fallback(picklist(['mail', 'portal']), 'mail'),
  /** Whether an answer to our mail becomes a reply. */
  replyByMail: fallback(boolean(), true),
  /** Mail that is not urgent waits between these times of day, in the person's zone. */
  quiet: fallback(boolean(), false),
  quietFrom: fallback(clock, '22:00'),
  quietTo: fallback(clock, '07:00'),
  /** Whether a mail with what they wrote here comes to themselves. */
  copies: fallback(boolean(), false),
  format: fallback(picklist(['html', 'plain']), 'html'),
  /** Addresses that are asked to take part in every new ticket. */
  participants: fallback(pipe(array(pipe(string(), maxCodePoints(254))), maxLength(10)), []),
})
/** How a person is reached: `customer_preferences.communication_preferences`. */
export type CommunicationPreferences = InferOutput<typeof CommunicationPreferences>

export const readCommunication = filler(CommunicationPreferences)
