import type { Config } from '../config.ts'
import type { NotificationEvent } from '../db/schema.ts'
import { readCommunication, readUi, type CommunicationPreferences, type UiPreferences } from '../preferences/index.ts'
import { languages, translator } from '../web/i18n.ts'
import { compose, type Letters } from './letters.ts'
import { headersOf } from './mail-headers.ts'
import type { Answering } from './incoming/address.ts'
import { waitsUntil } from './times.ts'
import type { ReadyMail } from './transport.ts'
import { stoppable, unsubscribeToken, type Stoppable } from './unsubscribe-token.ts'

export interface Site {
  config: Config
  secret: string
  /** Where somebody answers on a ticket by mail; undefined where mail finds no way in. */
  answerTo(answering: Answering): string | undefined
  /** Where it is reported what became of a mail; undefined where mail finds no way in. */
  bounceTo(mailId: string): string | undefined
}

/** A row of the outbox with what its reader chose; nothing of that for who has no account. */
export interface Row {
  id: string
  profile_id: string | null
  address: string
  kind: string
  details: Record<string, unknown>
  language: string | null
  event: NotificationEvent | null
  ui_preferences: unknown
  communication_preferences: unknown
  /** How they like to be greeted; none and '' is by the name in the details. */
  address_as: string | null
  /** How often their addresses to answer at were made anew. */
  reply_addresses_renewed: number | null
}

export interface Addressee {
  /** Until when it has to wait for the end of the reader's quiet hours. */
  waitsUntil: Date | undefined
  mail(): ReadyMail
}

/** How somebody is written to: in which language, form and zone, and when. */
export function addressee(site: Site, row: Row): Addressee {
  const ui = readUi(row.ui_preferences)
  const communication = readCommunication(row.communication_preferences)
  const calm = (row.event !== null && row.event !== 'security' && row.details['urgent'] !== true) || row.kind === 'digest'
  return {
    waitsUntil: calm ? waitsUntil(new Date(), communication, ui.timeZone === '' ? site.config.TIME_ZONE : ui.timeZone) : undefined,
    mail: () => ready(site, row, ui, communication),
  }
}

function ready({ config, secret, answerTo, bounceTo }: Site, row: Row, ui: UiPreferences, { format, replyByMail }: CommunicationPreferences): ReadyMail {
  const { id, profile_id: profileId, address, kind, details, language, event, address_as: greeted, reply_addresses_renewed: renewed } = row
  const spoken = ui.language || languages.find(known => known === language) || config.SITE_LANGUAGE
  const { baseUrl, SITE_NAME: siteName } = config
  const { ticketId, reference, readOnly } = details as { ticketId?: string; reference?: number; readOnly?: true }
  const mayAnswer = replyByMail && readOnly !== true && ticketId !== undefined && reference !== undefined && profileId !== null
  const replyTo = mayAnswer ? answerTo({ ticketId, reference, profileId, renewed: renewed ?? 0 }) : undefined
  const what = stoppable.find((one): one is Stoppable => one === (kind === 'digest' ? details['period'] : event))
  const stopUrl = profileId === null || what === undefined ? undefined : `${baseUrl}/unsubscribe/${unsubscribeToken(secret, { profileId, what, ticketId })}`
  const toThem = { ...details, ...(greeted !== null && greeted !== '' && { name: greeted }) } as never
  return {
    ...compose({ id, kind: kind as keyof Letters, details: toThem, say: translator(spoken), baseUrl, stopUrl, answerable: replyTo !== undefined }),
    to: address, format, replyTo, bounceTo: bounceTo(id),
    style: { ...ui, language: spoken },
    headers: headersOf({ kind, event, ofTicket: ticketId !== undefined, baseUrl, siteName, stopUrl }),
  }
}
