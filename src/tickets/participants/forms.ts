import type { May } from '../../db/schema.ts'
import { checkForgotten } from '../../sign-in/index.ts'
import { choice, field, formChecker, type Checked } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import type { Option } from '../../web/views.ts'

export interface InviteForm { email: string; may: May }

const mays = ['reply', 'read'] as const
/** What a participant may do, said by a form. */
export const checkMay = formChecker({ may: field(choice(mays), { wrong: 'participants.may-missing' }) })

export const mayOptions = (): Option[] => mays.map(value => ({ value, label: t(`participants.may-${value}`) }))

/** Checks an address, and what its owner may do. */
export function checkInvite(form: URLSearchParams | undefined): Checked<InviteForm> {
  const [email, may] = [checkForgotten(form), checkMay(form)]
  const errors = { ...email.errors, ...may.errors }
  if (email.ok && may.ok) return { ok: true, values: { ...email.values, ...may.values }, errors }
  return { ok: false, values: { ...email.values, ...may.values }, errors }
}
