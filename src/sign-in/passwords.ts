import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with OWASP's first choice of cost: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwordLength = { minLength: 12, maxLength: 256 } as const

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost)

let nobodys: Promise<string> | undefined

/** Compares in the same time whether or not there is a hash to compare with. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  const nobody = await (nobodys ??= hashPassword(randomBytes(16).toString('hex')))
  const fits = await verify(stored ?? nobody, password.normalize('NFC'))
  return fits && stored !== undefined
}

/** 256 random bits for a link in a mail; only its hash is kept. */
export function newToken(): { token: string; token_hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, token_hash: hashToken(token) }
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
