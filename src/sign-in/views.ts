import type { FormView } from '../web/forms.ts'
import type { Resend } from '../web/resend.ts'
import type { CodeForm, ConfirmForm, ForgottenForm, ResetForm, SignInForm, SignUpForm } from './forms.ts'

declare module '../web/views.ts' {
  interface Views {
    'sign-in/sign-in': { form: FormView<SignInForm>; next: string; problem: string | undefined; parked: boolean }
    'sign-in/sign-up': { form: FormView<SignUpForm>; next: string }
    'sign-in/check-mail': { email: string }
    'sign-in/forgotten-password': { form: FormView<ForgottenForm> }
    'sign-in/reset-password': { form: FormView<ResetForm>; token: string; works: boolean }
    'sign-in/verify-email': { form: FormView<ConfirmForm>; token: string; next: string; works: boolean; asks: boolean }
    'sign-in/kept': { removal: string; resend: Resend }
    'sign-in/second-step': { form: FormView<CodeForm>; next: string; waits: boolean }
  }
}
