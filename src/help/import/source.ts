import { createHash } from 'node:crypto'

const longest = 500

/** What an article or category is known by when its file comes again; a path too long for an index is shortened to its hash. */
export function sourceOf(name: string, path: string): string {
  const whole = `${name}/${path}`
  return whole.length <= longest ? whole : `${name}/…${createHash('sha256').update(path).digest('hex')}`
}
