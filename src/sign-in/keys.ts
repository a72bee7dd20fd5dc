import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What the app's secret is used for here: each purpose has a key of its own. */
export interface Keys {
  seal(text: string): string
  /** Throws for what was not sealed with this secret. */
  unseal(sealed: string): string
  /** 256 bits that nobody can tell without the secret, the same for the same words. */
  mark(...words: string[]): Buffer
}

const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM and HMAC-SHA-256 by keys that are derived (RFC 5869) from the app's secret: the database alone opens nothing. */
export function createKeys(secret: string): Keys {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `sign-in ${purpose}`, 32))
  const [sealing, marking] = [keyFor('seal'), keyFor('mark')]

  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv)
      const content = [cipher.update(text, 'utf8'), cipher.final()]
      return Buffer.concat([iv, cipher.getAuthTag(), ...content]).toString('base64url')
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
    },
    mark: (...words) => createHmac('sha256', marking).update(JSON.stringify(words)).digest(),
  }
}
