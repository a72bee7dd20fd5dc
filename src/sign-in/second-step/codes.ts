import type { Keys } from '../keys.ts'

/** RFC 6238: a code for each half minute; clocks may be one such step apart. */
const seconds = 30
const apart = 1

/** A fresh secret for an authenticator app, as the app writes it (base32). 160 bits, as RFC 4226 advises. */
export async function newSecret(): Promise<string> {
  const { Secret } = await import('otpauth')
  return new Secret({ size: 20 }).base32
}

/** The address that an authenticator app reads out of the QR code. */
export async function addressForApp(secret: string, issuer: string, label: string): Promise<string> {
  const { Secret, TOTP } = await import('otpauth')
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period: seconds }).toString()
}

/** The time step whose code this is, undefined where it is none of now. */
export async function stepOf(secret: string, code: string, now = Date.now()): Promise<number | undefined> {
  const { Secret, TOTP } = await import('otpauth')
  const delta = new TOTP({ secret: Secret.fromBase32(secret), period: seconds }).validate({ token: code, timestamp: now, window: apart })
  return delta === null ? undefined : Math.floor(now / 1_000 / seconds) + delta
}

/** Without the letters that are taken for one another (Crockford's base 32). */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 16
export const recoveryCodes = 10

/** Ten codes of 80 bits. The same words give the same ones, so that a form that is sent twice loses none. */
export function makeCodes(keys: Keys, personId: string, madeOf: string): string[] {
  return Array.from({ length: recoveryCodes }, (_, at) => {
    const bytes = keys.mark('recovery code', personId, madeOf, String(at))
    const code = [...bytes.subarray(0, length)].map(byte => letters[byte % letters.length]).join('')
    return code.replace(/.{4}(?=.)/g, '$&-')
  })
}

export const hashCode = (keys: Keys, personId: string, code: string): string => keys.mark('recovery hash', personId, plainCode(code)).toString('hex')

/** As it was meant: without spaces and dashes, with digits of any script, o for 0. */
export function plainCode(typed: string): string {
  const digits = typed.normalize('NFKC').toLowerCase().replace(/\p{Nd}/gu, digit => String(digitValue(digit)))
  return digits.replace(/[^a-z0-9]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
}

/** Unicode keeps the ten digits of a script in a row, and every row begins at a multiple of ten or sixteen that is not a digit before. */
function digitValue(digit: string): number {
  const isDigit = (point: number) => /^\p{Nd}$/u.test(String.fromCodePoint(point))
  const point = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && isDigit(point - value - 1)) value += 1
  return value
}
