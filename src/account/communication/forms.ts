import type { CommunicationPreferences } from '../../preferences/index.ts'
import { choice, emailAddress, field, formChecker, text, trimmed, type Checked, type FormOf } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import { timeOfDay } from './clock.ts'

const oneOf = <const Value extends string>(...values: Value[]) => field(choice(values), { wrong: 'contact.choose' })
const yes = oneOf('yes', '')

const check = formChecker({
  'channel': oneOf('mail', 'portal'),
  'reply-by-mail': yes,
  'quiet': yes,
  // Whether these are times of day is asked below.
  'quiet-from': trimmed,
  'quiet-to': trimmed,
  'copies': yes,
  'format': oneOf('html', 'plain'),
  'participants': field(text(5_000), { wrong: 'contact.too-many' }),
})
export type CommunicationForm = FormOf<typeof check>

const addressesAtMost = 10

/** How times of day are written to this person: 22:00, or 10:00 PM. */
export type Write = (time: string) => string

/** Checks the form, and each address in it; one's own is none of the others. */
export function checkCommunication(form: URLSearchParams | undefined, own: string, write: Write): Checked<CommunicationForm> {
  const checked = check(form)
  const { quiet, 'quiet-from': from = '', 'quiet-to': to = '', participants = '' } = checked.values
  const errors = { ...checked.errors }
  const wrong = problemOf(addressesIn(participants), own)
  if (wrong !== undefined) errors.participants ??= wrong
  for (const [field, typed, usual] of [['quiet-from', from, '22:00'], ['quiet-to', to, '07:00']] as const) {
    if (timeOfDay(typed) === undefined) errors[field] = t('contact.time-wrong', { example: write(usual) })
  }
  if (quiet === 'yes' && timeOfDay(from) === timeOfDay(to)) errors['quiet-to'] ??= t('contact.times-equal')
  return Object.keys(errors).length === 0 ? checked : { ...checked, ok: false, errors }
}

function problemOf(addresses: string[], own: string): string | undefined {
  const wrong = addresses.find(one => !emailAddress.test(one))
  if (wrong !== undefined) return t('contact.address-wrong', { address: [...wrong].slice(0, 100).join('') })
  if (addresses.includes(own.toLowerCase())) return t('contact.address-own', { address: own })
  return addresses.length > addressesAtMost ? t('contact.too-many') : undefined
}

/** One a line, or with commas between; each once. */
const addressesIn = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).filter(one => one !== ''))]

/** A form that holds what somebody chose. */
export function formOf({ channel, replyByMail, quiet, quietFrom, quietTo, copies, format, participants }: CommunicationPreferences, write: Write): CommunicationForm {
  const box = (ticked: boolean) => ticked ? 'yes' : ''
  return { channel, 'reply-by-mail': box(replyByMail), 'quiet': box(quiet), 'quiet-from': write(quietFrom), 'quiet-to': write(quietTo), 'copies': box(copies), format, 'participants': participants.join('\n') }
}

/** What a form that was checked says. */
export function preferencesOf(form: CommunicationForm): CommunicationPreferences {
  return {
    channel: form.channel, replyByMail: form['reply-by-mail'] === 'yes', quiet: form.quiet === 'yes', quietFrom: timeOfDay(form['quiet-from']) ?? '', quietTo: timeOfDay(form['quiet-to']) ?? '',
    copies: form.copies === 'yes', format: form.format, participants: addressesIn(form.participants),
  }
}
