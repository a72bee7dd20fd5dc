import { checkConfirm, checkForgotten } from '../../sign-in/index.ts'
import { field, formChecker, untabbed, type Checked, type FormOf } from '../../web/forms.ts'

export const checkProfile = formChecker({
  'name': field(untabbed(200), { missing: 'sign-in.name-missing', wrong: 'sign-in.name-wrong' }),
  'address-as': field(untabbed(100), { wrong: 'profile.address-as-wrong' }),
  'phone': field(untabbed(50), { wrong: 'profile.phone-wrong' }),
  'company': field(untabbed(200), { wrong: 'profile.company-wrong' }),
})
export type ProfileForm = FormOf<typeof checkProfile>

export interface EmailForm { email: string; password: string }

/** A new address and the password that proves who asks. */
export function checkEmailForm(form: URLSearchParams | undefined): Checked<EmailForm> {
  const [email, password] = [checkForgotten(form), checkConfirm(form)]
  const errors = { ...email.errors, ...password.errors }
  if (email.ok && password.ok) return { ok: true, values: { ...email.values, ...password.values }, errors }
  return { ok: false, values: { ...email.values, password: '' }, errors }
}
