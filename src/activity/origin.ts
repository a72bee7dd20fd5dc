import type { FastifyRequest } from 'fastify'
import { isIPv4, isIPv6 } from 'node:net'
import type { Origin } from './store.ts'

/** No browser says more of itself that is worth reading. */
const agentAtMost = 400

/** Roughly where a request came from: the browser's make, and an address that is too short to find anybody by. */
export async function originOf({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): Promise<Origin> {
  return { browser: await roughBrowser(headers['user-agent']), address: shortAddress(ip) }
}

/** "Firefox on Windows", of names that we know: what else a browser calls itself is its own. '' where it says nothing. */
export async function roughBrowser(userAgent = ''): Promise<string> {
  if (userAgent === '') return ''
  const { default: bowser } = await import('bowser')
  const { browser, os } = bowser.parse(userAgent.slice(0, agentAtMost))
  const known = (names: Record<string, string>, name = '') => Object.values(names).includes(name) ? name : undefined
  return [known(bowser.BROWSER_MAP, browser.name), known(bowser.OS_MAP, os.name)].filter(Boolean).join(' on ')
}

/** The same for a sentence, which each language puts in its own order; 'none' for what is not known. */
export function browserParts(rough: string): { browser: string; system: string } {
  const [browser = '', system = ''] = rough.split(' on ')
  return { browser: browser || 'none', system: system || 'none' }
}

/** The network that an address is in: 24 bits of version 4, 48 of version 6. */
export function shortAddress(ip: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)?.[1] ?? ip
  if (isIPv4(mapped)) return mapped.replace(/\d+$/, 'x')
  const address = ip.replace(/%.*$/, '')
  return isIPv6(address) ? `${firstGroups(address).slice(0, 3).join(':')}:x` : ''
}

function firstGroups(ip: string): string[] {
  const [head = '', tail] = ip.split('::')
  const [before, after] = [head, tail ?? ''].map(part => part === '' ? [] : part.split(':')) as [string[], string[]]
  const zeros = tail === undefined ? 0 : Math.max(8 - before.length - after.length, 0)
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map(group => Number.parseInt(group, 16).toString(16))
}
