import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

const present = 0x01
const verified = 0x04
const hasKey = 0x40
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

interface Ceremony { challenge: string; origin: string; host: string; flags?: number }

/** A security key in software: it does what W3C Web Authentication says, and what it is told to get wrong. */
export function securityKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  const cose = isoCBOR.encode(new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, new Uint8Array(Buffer.from(x, 'base64url'))], [-3, new Uint8Array(Buffer.from(y, 'base64url'))]]))
  let counter = 0

  const clientData = (type: string, { challenge, origin }: Ceremony) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const head = ({ host }: Ceremony, flags: number) => {
    const rest = Buffer.alloc(5)
    rest.writeUInt8(flags)
    rest.writeUInt32BE(counter, 1)
    return Buffer.concat([sha256(host), rest])
  }
  const written = (response: Record<string, Buffer | Uint8Array>) => JSON.stringify({
    id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {},
    response: Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64url')])),
  })

  return {
    /** Its answer to being made somebody's passkey. */
    make(ceremony: Ceremony): string {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const authData = Buffer.concat([head(ceremony, (ceremony.flags ?? present | verified) | hasKey), Buffer.alloc(16), length, id, cose])
      const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(authData)]]) as never)
      return written({ clientDataJSON: clientData('webauthn.create', ceremony), attestationObject })
    },
    /** Its answer to signing in, as whoever it is told. */
    answer(ceremony: Ceremony & { personId: string; counts?: boolean }): string {
      if (ceremony.counts !== false) counter += 1
      const authenticatorData = head(ceremony, ceremony.flags ?? present | verified)
      const clientDataJSON = clientData('webauthn.get', ceremony)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey)
      return written({ clientDataJSON, authenticatorData, signature, userHandle: Buffer.from(ceremony.personId) })
    },
  }
}

export type SecurityKey = ReturnType<typeof securityKey>
