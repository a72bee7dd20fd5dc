import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Config } from '../../config.ts'
import type { Keys } from '../keys.ts'
import { isChallenge, newChallenge } from './challenge.ts'
import type { KnownPasskey, Offer } from './store.ts'

// The library is loaded with the first passkey: it takes 17 MB.
type Site = Pick<Config, 'baseUrl' | 'SITE_NAME'>

/** Passkeys belong to a host (W3C Web Authentication, "RP ID"), and ours to our own. */
const hostOf = ({ baseUrl }: Site): string => new URL(baseUrl).hostname
const milliseconds = 300_000
const longest = 20_000

/** What the browser is asked for to sign somebody in: any passkey of ours, with its owner's finger or PIN. */
export function signInOptions(keys: Keys, site: Site) {
  return { challenge: newChallenge(keys), rpId: hostOf(site), timeout: milliseconds, userVerification: 'required' }
}

/** What the browser is asked for to make one. */
export function creationOptions(site: Site, { id, email, fullName }: { id: string; email: string; fullName: string }, { challenge }: Offer, known: KnownPasskey[]) {
  return {
    challenge, timeout: milliseconds, attestation: 'none',
    rp: { id: hostOf(site), name: site.SITE_NAME },
    user: { id: handleOf(id), name: email, displayName: fullName },
    // Ed25519, ES256 and RS256 (IANA COSE algorithms).
    pubKeyCredParams: [-8, -7, -257].map(alg => ({ type: 'public-key', alg })),
    excludeCredentials: known.map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  }
}

/** The passkey that a browser says it made, if it did so for this offer on this site. */
export async function madePasskey(site: Site, personId: string, offer: Offer, credential: string): Promise<Omit<KnownPasskey, 'id'> & { name: string } | undefined> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const made = await attempt(() => verifyRegistrationResponse({
    response: parsed(credential) as RegistrationResponseJSON,
    expectedChallenge: offer.challenge, expectedOrigin: site.baseUrl, expectedRPID: hostOf(site), requireUserVerification: true,
  }))
  if (made?.verified !== true) return undefined
  const { id, publicKey, counter, transports = [] } = made.registrationInfo.credential
  return {
    profileId: personId, name: offer.name, credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter,
    transports: [transports].flat().filter(transport => /^[a-z-]{1,20}$/.test(transport)).slice(0, 10),
  }
}

export interface Answer { passkey: KnownPasskey; counter: number; challenge: string }

/** What a passkey answered, if it is one of ours and answers a challenge of ours, on this site. */
export async function provenPasskey(site: Site, keys: Keys, find: (credentialId: string) => Promise<KnownPasskey | undefined>, credential: string): Promise<Answer | undefined> {
  const response = parsed(credential) as AuthenticationResponseJSON | undefined
  const passkey = typeof response?.id === 'string' ? await find(response.id) : undefined
  if (response === undefined || passkey === undefined) return undefined
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  let challenge = ''
  const answer = await attempt(() => verifyAuthenticationResponse({
    response, expectedOrigin: site.baseUrl, expectedRPID: hostOf(site), requireUserVerification: true,
    expectedChallenge: answered => isChallenge(keys, challenge = answered),
    credential: { id: passkey.credentialId, publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')), counter: passkey.counter, transports: passkey.transports },
  }))
  const isTheirs = response.response?.userHandle === handleOf(passkey.profileId)
  return answer?.verified === true && isTheirs ? { passkey, counter: answer.authenticationInfo.newCounter, challenge } : undefined
}

/** How a passkey knows whose it is. */
const handleOf = (personId: string): string => Buffer.from(personId).toString('base64url')

function parsed(credential: string): object | undefined {
  try {
    const value: unknown = credential.length > longest ? undefined : JSON.parse(credential)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Whatever is wrong with what a browser sent, it proves nothing. */
async function attempt<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act()
  } catch {
    return undefined
  }
}
