import { Type, type Static } from 'typebox'
import type { CommunicationPreferences } from '../../preferences/index.ts'
import { formChecker, type Checked } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'

const yes = Type.Union([Type.Literal('yes'), Type.Literal('')], { wrong: 'contact.choose' })
const oneOf = <Value extends string>(values: Value[]) => Type.Enum(values, { wrong: 'contact.choose' })
/** "7:30" is as good as "07:30". */
const clock = Type.String({ pattern: '^([01]?\\d|2[0-3]):[0-5]\\d$', wrong: 'contact.time-wrong' })

const CommunicationForm = Type.Object({
  'channel': oneOf(['mail', 'portal']),
  'reply-by-mail': yes,
  'quiet': yes,
  'quiet-from': clock,
  'quiet-to': clock,
  'copies': yes,
  'format': oneOf(['html', 'plain']),
  'participants': Type.String({ maxLength: 5_000, wrong: 'contact.too-many' }),
})
export type CommunicationForm = Static<typeof CommunicationForm>

const check = formChecker(CommunicationForm)
const address = /^[^\s\p{Cc}@<>(),;:"[\]\\]{1,64}@[^\s\p{Cc}@<>(),;:"[\]\\.]+(?:\.[^\s\p{Cc}@<>(),;:"[\]\\.]+)+$/u
const addressesAtMost = 10

/** Checks the form, and each address in it; one's own is none of the others. */
export function checkCommunication(form: URLSearchParams | undefined, own: string): Checked<CommunicationForm> {
  const checked = check(form)
  const { quiet, 'quiet-from': from = '', 'quiet-to': to = '', participants = '' } = checked.values
  const errors = { ...checked.errors }
  const wrong = problemOf(addressesIn(participants), own)
  if (wrong !== undefined) errors.participants ??= wrong
  if (quiet === 'yes' && from !== '' && padded(from) === padded(to)) errors['quiet-to'] ??= t('contact.times-equal')
  return Object.keys(errors).length === 0 ? checked : { ...checked, ok: false, errors }
}

function problemOf(addresses: string[], own: string): string | undefined {
  const wrong = addresses.find(one => one.length > 254 || !address.test(one))
  if (wrong !== undefined) return t('contact.address-wrong', { address: [...wrong].slice(0, 100).join('') })
  if (addresses.includes(own.toLowerCase())) return t('contact.address-own', { address: own })
  return addresses.length > addressesAtMost ? t('contact.too-many') : undefined
}

/** One a line, or with commas between; each once. */
const addressesIn = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).filter(one => one !== ''))]

const padded = (time: string): string => time.padStart(5, '0')

/** A form that holds what somebody chose. */
export function formOf({ channel, replyByMail, quiet, quietFrom, quietTo, copies, format, participants }: CommunicationPreferences): CommunicationForm {
  const box = (ticked: boolean) => ticked ? 'yes' : ''
  return { channel, 'reply-by-mail': box(replyByMail), 'quiet': box(quiet), 'quiet-from': quietFrom, 'quiet-to': quietTo, 'copies': box(copies), format, 'participants': participants.join('\n') }
}

/** What a form that was checked says. */
export function preferencesOf(form: CommunicationForm): CommunicationPreferences {
  return {
    channel: form.channel, replyByMail: form['reply-by-mail'] === 'yes', quiet: form.quiet === 'yes', quietFrom: padded(form['quiet-from']), quietTo: padded(form['quiet-to']),
    copies: form.copies === 'yes', format: form.format, participants: addressesIn(form.participants),
  }
}
