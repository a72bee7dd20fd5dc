import { createReadStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { headIn, valuesOf } from '../ways/head.ts'
import type { Failure, Report } from './types.ts'

/** Of each part, in bytes. */
const readAtMost = 64 * 1024
const recipientsAtMost = 100

/** Which recipients a mail server says that a mail did not reach, and what is left of the mail itself (RFC 3464, 2). */
export async function reportIn(parts: { path: string; type: string }[]): Promise<Report> {
  const textsOf = (...types: string[]) => Promise.all(parts.filter(({ type }) => types.includes(type)).map(({ path }) => text(createReadStream(path, { end: readAtMost }))))
  const [status = ''] = await textsOf('message/delivery-status', 'message/global-delivery-status')
  const returned = await textsOf('text/rfc822-headers', 'message/rfc822', 'message/global-headers', 'message/global')
  return {
    failures: groupsIn(status).flatMap(failureIn).slice(0, recipientsAtMost),
    returnPaths: returned.flatMap(sent => valuesOf(headIn(sent), 'return-path')).map(address),
  }
}

/** A group of lines tells of the whole mail, each further one of a recipient; empty lines part them. */
const groupsIn = (status: string): string[] => status.replace(/\r\n?/g, '\n').split(/\n(?:[ \t]*\n)+/)

/** The lines that RFC 3464 wants for each recipient, in 2.3.2, 2.3.3 and 2.3.4. */
function failureIn(group: string): Failure[] {
  const lines = headIn(group)
  const [recipient, action, status] = ['final-recipient', 'action', 'status'].map(name => valuesOf(lines, name)[0] ?? '')
  const [, named = ''] = /^(?:rfc822|utf-8)\s*;\s*(.+)$/i.exec(recipient ?? '') ?? []
  const [code] = /^5\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(status ?? '') ?? []
  return named === '' || code === undefined || !/^failed\b/i.test(action ?? '') ? [] : [{ recipient: address(named), status: code }]
}

const address = (text: string): string => text.replace(/[<>\s]/g, '').toLowerCase()
