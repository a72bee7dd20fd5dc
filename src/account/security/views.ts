import type { ChangeForm, CodeForm, ConfirmForm, NewPasskeyForm, Passkey, PasskeyForm, RemovalForm, SecondStep, SessionLine } from '../../sign-in/index.ts'
import type { FormView } from '../../web/forms.ts'

/** A secret that waits for its first code: in groups to be typed, or none, and then its QR code is none either. */
export interface Setup { groups: string; form: FormView<CodeForm> }

declare module '../../web/views.ts' {
  interface Views {
    'account/security': { form: FormView<ChangeForm>; sessions: SessionLine[]; secondStep: SecondStep; passkeys: Passkey[] }
    'account/security-second-step': { secondStep: SecondStep; setup: Setup | undefined; form: FormView<ConfirmForm> }
    'account/security-second-step-removal': { form: FormView<RemovalForm> }
    'account/security-recovery-codes': { codes: string[] | undefined; form: FormView<ConfirmForm> }
    'account/security-passkey': { passkey: Passkey; rename: FormView<PasskeyForm>; remove: FormView<ConfirmForm> }
    'account/security-new-passkey': { form: FormView<NewPasskeyForm>; offer: { name: string; options: object } | undefined }
  }
}
