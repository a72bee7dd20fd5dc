import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Trx } from '../../db/connect.ts'
import type { Keys } from '../keys.ts'

const seconds = 300
const randomLength = 24
const timeLength = 8
const bodyLength = randomLength + timeLength

/** What a passkey signs to sign somebody in. It carries its time and our mark: asking for one writes nothing, so nobody fills a table with them. */
export function newChallenge(keys: Keys, now = Date.now()): string {
  const body = Buffer.alloc(bodyLength, randomBytes(randomLength))
  body.writeBigUInt64BE(BigInt(now + seconds * 1_000), randomLength)
  return Buffer.concat([body, markOf(keys, body)]).toString('base64url')
}

/** True for a challenge of ours that is not too old. */
export function isChallenge(keys: Keys, challenge: string, now = Date.now()): boolean {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== bodyLength + 32) return false
  const body = bytes.subarray(0, bodyLength)
  return timingSafeEqual(bytes.subarray(bodyLength), markOf(keys, body)) && body.readBigUInt64BE(randomLength) > BigInt(now)
}

/** True the first time, and never again. */
export async function spendChallenge(trx: Trx, challenge: string): Promise<boolean> {
  return await trx.insertInto('spent_challenges').values({ challenge })
    .onConflict(conflict => conflict.doNothing()).returning('challenge').executeTakeFirst() !== undefined
}

const markOf = (keys: Keys, body: Buffer): Buffer => keys.mark('passkey challenge', body.toString('base64url'))
