import { Type, type Static } from 'typebox'
import { formChecker } from '../web/forms.ts'
import { passwordLength } from './passwords.ts'

// Each part excludes the sign that ends it, so that no text of whatever length makes the check slow.
const email = Type.String({
  pattern: String.raw`^[^\s\p{Cc}@<>(),;:"\[\]\\]+@[^\s\p{Cc}@<>(),;:"\[\]\\.]+(?:\.[^\s\p{Cc}@<>(),;:"\[\]\\.]+)+$`, maxLength: 254,
  missing: 'sign-in.email-missing', wrong: 'sign-in.email-wrong',
})
const newPassword = Type.String({ ...passwordLength, missing: 'sign-in.new-password-missing', wrong: 'sign-in.new-password-wrong', exact: true })
const password = Type.String({ minLength: 1, maxLength: 1_000, missing: 'sign-in.password-missing', wrong: 'sign-in.password-missing', exact: true })

const SignInForm = Type.Object({ email, password })
const SignUpForm = Type.Object({
  name: Type.String({ pattern: String.raw`^[^\p{Cc}\p{Zl}\p{Zp}]*$`, minLength: 1, maxLength: 200, missing: 'sign-in.name-missing', wrong: 'sign-in.name-wrong' }),
  email,
  'new-password': newPassword,
})
const ForgottenForm = Type.Object({ email })
const ResetForm = Type.Object({ 'new-password': newPassword })
const ConfirmForm = Type.Object({ password })
const code = Type.String({ minLength: 1, maxLength: 60, missing: 'second-step.code-missing', wrong: 'second-step.wrong' })
const CodeForm = Type.Object({ code })
const RemovalForm = Type.Object({ password, code })
const PasskeyForm = Type.Object({ name: Type.String({ pattern: String.raw`^[^\p{Cc}\p{Zl}\p{Zp}]*$`, minLength: 1, maxLength: 60, missing: 'passkeys.name-missing', wrong: 'passkeys.name-wrong' }) })
const NewPasskeyForm = Type.Object({ ...PasskeyForm.properties, password })
const ChangeForm = Type.Object({ password, 'new-password': newPassword })

export type SignInForm = Static<typeof SignInForm>
export type SignUpForm = Static<typeof SignUpForm>
export type ForgottenForm = Static<typeof ForgottenForm>
export type ResetForm = Static<typeof ResetForm>
export type ConfirmForm = Static<typeof ConfirmForm>
export type CodeForm = Static<typeof CodeForm>
export type RemovalForm = Static<typeof RemovalForm>
export type PasskeyForm = Static<typeof PasskeyForm>
export type NewPasskeyForm = Static<typeof NewPasskeyForm>
export type ChangeForm = Static<typeof ChangeForm>

export const checkSignIn = formChecker(SignInForm)
export const checkSignUp = formChecker(SignUpForm)
export const checkForgotten = formChecker(ForgottenForm)
export const checkReset = formChecker(ResetForm)
export const checkConfirm = formChecker(ConfirmForm)
export const checkCode = formChecker(CodeForm)
export const checkRemoval = formChecker(RemovalForm)
export const checkPasskey = formChecker(PasskeyForm)
export const checkNewPasskey = formChecker(NewPasskeyForm)
export const checkChange = formChecker(ChangeForm)
