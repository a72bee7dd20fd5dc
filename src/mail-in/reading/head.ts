import type { AddressObject, HeaderLines } from 'mailparser'
import type { ReadMail, Trace } from './types.ts'

const deciding = ['message-id', 'in-reply-to', 'references', 'content-type', 'auto-submitted', 'precedence', 'x-auto-response-suppress', 'list-id', 'list-unsubscribe', 'return-path', 'x-loop', 'x-autoreply', 'x-autorespond']
const longest = 16_000

/** The lines that decide something; of one that is there twice, the upper. */
export function headOf(lines: HeaderLines): Record<string, string> {
  const found = lines.filter(({ key }) => deciding.includes(key)).map(({ key, line }): [string, string] => [key, plain(valueOf(line)).slice(0, longest)])
  return Object.fromEntries(found.toReversed())
}

/** Far more servers than a mail ever passes. */
const traceAtMost = 200

export function traceOf(lines: HeaderLines): Trace {
  return lines.filter(({ key }) => key === 'received' || key === 'authentication-results').slice(0, traceAtMost)
    .map(({ key, line }) => ({ name: key, value: valueOf(line).slice(0, longest) }))
}

export const valueOf = (line: string): string => line.slice(line.indexOf(':') + 1).replace(/\s+/g, ' ').trim()

export const idsIn = (text = ''): string[] => [...text.matchAll(/<[^<>\s]{1,300}>/g)].map(([id]) => id)

// Wider than what we write to: root@mail is a sender, too.
const address = /^[^\s\p{Cc}@<>(),;:"[\]\\]{1,64}@[^\s\p{Cc}@<>(),;:"[\]\\]{1,189}$/u

/** The one who says to have written it. */
export function senderIn(lines: HeaderLines, from: AddressObject | undefined): ReadMail['from'] {
  const [sender, ...others] = from?.value ?? []
  const once = lines.filter(({ key }) => key === 'from').length === 1 && others.length === 0
  if (!once || sender?.address === undefined || !address.test(sender.address)) return undefined
  return { address: sender.address, name: plain(sender.name).replace(/\s+/g, ' ').trim().slice(0, 200) }
}

/** Text that the database holds and a page shows as it is: lines, and no signs that steer. */
export function plain(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(/(?![\t\n])[\p{Cc}\u2028\u2029]/gu, '')
}
