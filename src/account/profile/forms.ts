import { Type, type Static } from 'typebox'
import { checkConfirm, checkForgotten } from '../../sign-in/index.ts'
import { formChecker, type Checked } from '../../web/forms.ts'

const oneLine = String.raw`^[^\p{Cc}\p{Zl}\p{Zp}]*$`

const ProfileForm = Type.Object({
  'name': Type.String({ pattern: oneLine, minLength: 1, maxLength: 200, missing: 'sign-in.name-missing', wrong: 'sign-in.name-wrong' }),
  'address-as': Type.String({ pattern: oneLine, maxLength: 100, wrong: 'profile.address-as-wrong' }),
  'phone': Type.String({ pattern: oneLine, maxLength: 50, wrong: 'profile.phone-wrong' }),
  'company': Type.String({ pattern: oneLine, maxLength: 200, wrong: 'profile.company-wrong' }),
})
export type ProfileForm = Static<typeof ProfileForm>
export const checkProfile = formChecker(ProfileForm)

export interface EmailForm { email: string; password: string }

/** A new address and the password that proves who asks. */
export function checkEmailForm(form: URLSearchParams | undefined): Checked<EmailForm> {
  const [email, password] = [checkForgotten(form), checkConfirm(form)]
  const errors = { ...email.errors, ...password.errors }
  if (email.ok && password.ok) return { ok: true, values: { ...email.values, ...password.values }, errors }
  return { ok: false, values: { ...email.values, password: '' }, errors }
}
