import type { MessageKey, Translate, Values } from '../web/i18n.ts'

/** Something that somebody was told of, as it is kept: the words are found when it is read. */
export interface Told {
  kind: string
  details: Record<string, unknown>
  /** The ticket's number, if it is about one. */
  reference: number | null
  at: Date | string
}

/** Says it in a sentence: "Grace answered your ticket “Printer on fire”". What has no sentence of its own is called as its mail is. */
export function sentenceOf(say: Translate, { kind, details }: Pick<Told, 'kind' | 'details'>): string {
  const key = `notifications.${kind}`
  const sentence = say(key as MessageKey, details as Values)
  return sentence === key ? say(`mail.${kind}.subject` as MessageKey, details as Values) : sentence
}

/** Where it leads: to the ticket, on the side from which its reader sees it, or to what the account did. */
export function addressOf({ reference, details }: Pick<Told, 'reference' | 'details'>): string {
  if (reference === null) return '/account/activity'
  return details['desk'] === true ? `/desk/tickets/${reference}` : `/tickets/${reference}`
}
