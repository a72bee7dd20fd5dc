import { createHmac } from 'node:crypto'
import type { Client } from '../support/client.ts'
import { password, type World } from '../support/world.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const halfMinute = 30_000

/** What an authenticator app shows for a secret (RFC 6238), so many half minutes from now. */
export function codeOf(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(' ', '')].map(letter => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / halfMinute) + steps))
  const hash = createHmac('sha1', key).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

export interface App { secret: string; recovery: string[] }

/** Sets an authenticator app up, as its owner does. The code of the half minute before is spent by that. */
export async function setUp(person: Client): Promise<App> {
  await person.post('/account/security/second-step', { password })
  const page = await person.get('/account/security/second-step')
  const secret = page.$('main code').text()
  const { $ } = await person.post('/account/security/second-step/confirmation', { code: codeOf(secret, -1), submission: String(page.$('main [name=submission]').val()) })
  return { secret, recovery: $('main li code').toArray().map(code => $(code).text()) }
}

export const email = 'ada@example.com'
export const wrong = (code: string) => code === '000000' ? '000001' : '000000'

/** A browser that has given the right password and is asked for the code. */
export async function halfway({ browser }: Pick<World, 'browser'>, fields: Record<string, string> = {}): Promise<Client> {
  const one = browser()
  const { location } = await one.post('/sign-in', { email, password, ...fields })
  if (!location?.startsWith('/sign-in/second-step')) throw new Error(`Not asked for a code, but led to ${location}.`)
  return one
}

/** As if no code had been used, and none tried. */
export async function freeSteps(db: World['db']): Promise<void> {
  await db.updateTable('authenticators').set({ last_step: 0 }).execute()
  await db.deleteFrom('attempts').execute()
}
