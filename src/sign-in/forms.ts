import { maxCodePoints, minCodePoints, pipe, string } from 'valibot'
import { emailField as email, field, formChecker, text, untabbed, type FormOf } from '../web/forms.ts'
import { passwordLength } from './passwords.ts'

const name = field(untabbed(200), { missing: 'sign-in.name-missing', wrong: 'sign-in.name-wrong' })
const code = field(text(60), { missing: 'second-step.code-missing', wrong: 'second-step.wrong' })
const passkey = field(untabbed(60), { missing: 'passkeys.name-missing', wrong: 'passkeys.name-wrong' })

// Passwords keep the spaces around them.
export const password = field(pipe(string(), maxCodePoints(1_000)), { missing: 'sign-in.password-missing', wrong: 'sign-in.password-missing' })
const newPassword = field(
  pipe(string(), minCodePoints(passwordLength.minLength), maxCodePoints(passwordLength.maxLength)),
  { missing: 'sign-in.new-password-missing', wrong: 'sign-in.new-password-wrong' },
)

export const checkSignIn = formChecker({ email, password })
export const checkSignUp = formChecker({ name, email, 'new-password': newPassword })
export const checkForgotten = formChecker({ email })
export const checkReset = formChecker({ 'new-password': newPassword })
export const checkConfirm = formChecker({ password })
export const checkCode = formChecker({ code })
export const checkRemoval = formChecker({ password, code })
export const checkPasskey = formChecker({ name: passkey })
export const checkNewPasskey = formChecker({ name: passkey, password })
export const checkChange = formChecker({ password, 'new-password': newPassword })

export type SignInForm = FormOf<typeof checkSignIn>
export type SignUpForm = FormOf<typeof checkSignUp>
export type ForgottenForm = FormOf<typeof checkForgotten>
export type ResetForm = FormOf<typeof checkReset>
export type ConfirmForm = FormOf<typeof checkConfirm>
export type CodeForm = FormOf<typeof checkCode>
export type RemovalForm = FormOf<typeof checkRemoval>
export type PasskeyForm = FormOf<typeof checkPasskey>
export type NewPasskeyForm = FormOf<typeof checkNewPasskey>
export type ChangeForm = FormOf<typeof checkChange>
