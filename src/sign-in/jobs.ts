import { recordActivity, type Origin } from '../activity/index.ts'
import type { Db } from '../db/connect.ts'
import type { Queue } from '../jobs/queue.ts'
import { queueMail } from '../notifications/index.ts'
import { countTry } from '../web/throttle.ts'
import { newToken } from './passwords.ts'
import { dropSignUp, findAccount, findSignUp, giveSignUpToken, keepReset } from './store.ts'

// What differs between a known and an unknown address happens here, after the answer:
// neither its words nor its timing can tell them apart.

/** Sends the link that confirms a sign-up; who has an account already is told so instead. */
export async function signUpJob(db: Db, queue: Queue, pendingId: string, next: string): Promise<void> {
  const signUp = await findSignUp(db, pendingId)
  if (signUp === undefined) return
  const account = await findAccount(db, signUp.email)
  const { token, token_hash } = newToken()

  await db.transaction().execute(async trx => {
    if (account === undefined) {
      await giveSignUpToken(trx, pendingId, token_hash)
      // No name: whoever signed up could have written anything there, to a stranger.
      await queueMail(queue, trx, { kind: 'confirm-sign-up', address: signUp.email, details: { name: '', token, next } })
    } else {
      await dropSignUp(trx, pendingId)
      await queueMail(queue, trx, { kind: 'already-registered', address: account.email, profileId: account.id, details: { name: account.fullName } })
    }
  })
}

/** Sends the link for a new password, if the address has an account. */
export async function forgottenPasswordJob(db: Db, queue: Queue, email: string): Promise<void> {
  const account = await findAccount(db, email)
  if (account === undefined) return
  const { token, token_hash } = newToken()

  await db.transaction().execute(async trx => {
    await keepReset(trx, account.id, token_hash)
    await queueMail(queue, trx, { kind: 'reset-password', address: account.email, profileId: account.id, details: { name: account.fullName, token } })
  })
}

/** A day's worth: whoever goes on guessing does not fill the record. */
const failuresNoted = { tries: 30, seconds: 86_400 }

/** Writes down that somebody tried to sign in as somebody, if there is such an account. */
export async function signInFailedJob(db: Db, email: string, origin: Origin): Promise<void> {
  const account = await findAccount(db, email)
  if (account !== undefined) await noteFailure(db, account.id, 'password', origin)
}

export async function noteFailure(db: Db, personId: string, how: 'password' | 'code', origin: Origin): Promise<void> {
  if (await countTry(db, `failures-noted:${personId}`, failuresNoted) === 0) await recordActivity(db, { id: personId }, 'sign-in:failed', { how }, origin)
}
