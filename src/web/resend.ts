import type { FastifyRequest } from 'fastify'
import { t, type MessageKey } from './i18n.ts'

/** A form to be sent again, word for word; the files of these fields have to be chosen anew. */
export interface Resend { action: string; fields: ResendField[]; files: string[] }
/** With a label it is shown and can be changed; without, it travels hidden. */
interface ResendField { name: string; value: string; label: string | undefined }

const secret = new Set(['password', 'new-password', 'code', 'credential'])
const unkept = new Set(['_csrf', 'author', ...secret])
const labels: Record<string, MessageKey> = {
  'title': 'resend.label-title', 'description': 'resend.label-description', 'text': 'resend.label-text', 'words': 'resend.label-words', 'name': 'resend.label-name', 'email': 'resend.label-email',
  'more': 'guide.more', 'resolution': 'desk.resolution', 'participants': 'contact.participants', 'quiet-from': 'contact.quiet-from', 'quiet-to': 'contact.quiet-to',
  'address-as': 'profile.address-as', 'phone': 'profile.phone', 'company': 'profile.company', 'time-zone': 'preferences.time-zone',
  'content': 'desk-help.content', 'summary': 'desk-help.summary', 'slug': 'desk-help.slug', 'note': 'desk-help.note', 'reviewed': 'desk-help.reviewed', 'publish': 'desk-help.publish-at', 'question': 'desk-questions.question', 'answer': 'desk-questions.answer',
}
/** Questions of a category's own, as customers answer them and as staff word them. */
const asked = /^field-(?!\d+-(?:key|kind|required|when|removal)$)/

/** What of a form may be written down. */
export const withoutSecrets = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !secret.has(name)))

/** What somebody typed, to be shown and sent again; never a password. */
export function resendFields(fields: [string, string][]): ResendField[] {
  return fields.filter(([name, value]) => value !== '' && !unkept.has(name)).map(([name, value]) => ({ name, value, label: labelOf(name) }))
}

/** The form of this request, to be sent again; undefined where nothing was typed into it. */
export function resendOf({ url, form, fileFields }: FastifyRequest): Resend | undefined {
  const fields = resendFields([...form ?? []])
  return fields.some(({ label }) => label !== undefined) ? { action: url, fields, files: [...fileFields ?? []] } : undefined
}

function labelOf(name: string): string | undefined {
  const key = labels[name] ?? (asked.test(name) ? 'resend.label-text' : undefined)
  return key === undefined ? undefined : t(key)
}
