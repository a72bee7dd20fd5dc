import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { actions } from './actions/index.ts'
import { forgetSent, kept } from './kept.ts'
import { pages } from './pages.ts'
import type { Keys } from './keys.ts'
import type { Sessions } from './sessions.ts'

export { countOtherAdmins, holdAdmins } from './admins.ts'
export { mayMail } from './actions/mails.ts'
export { accountKey } from './guesses.ts'
export { createSessions, hashSessionId } from './sessions.ts'
export { askToSignIn } from './parking.ts'
export { hashPassword, hashToken, newToken, passwordFits } from './passwords.ts'
export { createKeys, type Keys } from './keys.ts'
export { weakPassword } from './weak-password.ts'
export { checkChange, checkCode, checkConfirm, checkNewPasskey, checkPasskey, checkRemoval, password as passwordField } from './forms.ts'
export type { ChangeForm, CodeForm, ConfirmForm, NewPasskeyForm, PasskeyForm, RemovalForm } from './forms.ts'
export { endOtherSessions, endSession, listSessions, type SessionLine } from './session-list.ts'
export { addressForApp } from './second-step/codes.ts'
export { mayTryCode } from './second-step/limits.ts'
export { beginSetup, codesOfForm, confirmSetup, dropSecondStep, findSecondStep, findSetup, renewCodes, spendCode, type SecondStep } from './second-step/store.ts'
export { addPasskey, findOffer, findPasskey, listKnown, listPasskeys, makeOffer, passkeysAtMost, removePasskey, renamePasskey, takeOffer, type Passkey } from './passkeys/store.ts'
export { creationOptions, madePasskey } from './passkeys/verify.ts'
export { dropResets, findAccount, findPasswordHash, keepReset, setPassword, sweepSignIn, type Account } from './store.ts'
export { forgottenPasswordJob, signInFailedJob, signUpJob } from './jobs.ts'

/** Signing up, in and out; forgotten passwords; confirming an address; what was typed when a session ended. */
export const signIn = fp(async (app: FastifyInstance, options: { sessions: Sessions; keys: Keys }) => {
  app.addHook('onResponse', async request => {
    await options.sessions.noteSeen(request).catch((error: unknown) => request.log.warn({ err: error }, 'session not marked as seen'))
  })
  await app.register(forgetSent)
  await app.register(pages)
  await app.register(kept)
  await app.register(actions, options)
}, { name: 'sign-in' })
