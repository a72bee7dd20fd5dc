import { passwordField } from '../../sign-in/index.ts'
import { emailField, field, formChecker, untabbed, type FormOf } from '../../web/forms.ts'

export const checkProfile = formChecker({
  'name': field(untabbed(200), { missing: 'sign-in.name-missing', wrong: 'sign-in.name-wrong' }),
  'address-as': field(untabbed(100), { wrong: 'profile.address-as-wrong' }),
  'phone': field(untabbed(50), { wrong: 'profile.phone-wrong' }),
  'company': field(untabbed(200), { wrong: 'profile.company-wrong' }),
})
export type ProfileForm = FormOf<typeof checkProfile>

/** A new address and the password that proves who asks. */
export const checkEmailForm = formChecker({ email: emailField, password: passwordField })
export type EmailForm = FormOf<typeof checkEmailForm>
