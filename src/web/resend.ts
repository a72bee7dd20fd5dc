import { t, type MessageKey } from './i18n.ts'

/** A form to be sent again, word for word. */
export interface Resend { action: string; fields: ResendField[] }
/** With a label it is shown and can be changed; without, it travels hidden. */
export interface ResendField { name: string; value: string; label: string | undefined }

const secret = new Set(['password', 'new-password', 'code', 'credential'])
const unkept = new Set(['_csrf', 'author', ...secret])
const labels: Record<string, MessageKey> = {
  title: 'resend.label-title', description: 'resend.label-description', text: 'resend.label-text',
  content: 'desk-help.content', summary: 'desk-help.summary', resolution: 'desk.resolution', words: 'resend.label-words', name: 'resend.label-name', email: 'resend.label-email',
}

/** What of a form may be written down. */
export const withoutSecrets = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !secret.has(name)))

/** What somebody typed, to be shown and sent again; never a password. */
export function resendFields(fields: [string, string][]): ResendField[] {
  return fields.filter(([name, value]) => value !== '' && !unkept.has(name)).map(([name, value]) => {
    const label = labels[name]
    return { name, value, label: label === undefined ? undefined : t(label) }
  })
}
