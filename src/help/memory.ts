import type { Connection } from '../db/connect.ts'
import { helpChannel } from './changes.ts'

/** A page as every visitor is shown it, packed once somebody asks for that. */
export interface SharedPage {
  type: string
  plain: Buffer
  hash: string
  /** What is counted as opened whenever this is shown. */
  opened: string | undefined
  br?: Promise<Buffer>
  gzip?: Promise<Buffer>
}

/** What this process remembers of the help centre, until somebody changes it, and never for longer than a minute: a notification can be lost. */
export interface HelpMemory {
  /** Another number after each change: what was read before it is not remembered after it. */
  age(): number
  find(key: string): SharedPage | undefined
  remember(key: string, page: SharedPage, age: number): void
  /** What `make` says, asked once for everybody. */
  keep<Kept>(key: string, make: () => Promise<Kept>): Promise<Kept>
  forget(): void
}

interface Dated<Thing> { at: number; thing: Thing }

const freshFor = 60_000
const megabyte = 1_000_000
const keptAtMost = 2_000

/** Opens the memory, which hears of every change in this process and any other. */
export async function openMemory({ listen }: Pick<Connection, 'listen'>): Promise<HelpMemory> {
  const memory = createMemory(32 * megabyte)
  await listen(helpChannel, () => memory.forget())
  return memory
}

export function createMemory(bytesAtMost: number, now: () => number = () => performance.now()): HelpMemory {
  const pages = new Map<string, Dated<SharedPage>>()
  const kept = new Map<string, Dated<Promise<unknown>>>()
  let bytes = 0
  let changes = 0

  function drop(key: string): void {
    const page = pages.get(key)
    if (page === undefined) return
    pages.delete(key)
    bytes -= weightOf(key, page.thing)
  }

  return {
    age: () => changes,
    find(key) {
      const page = pages.get(key)
      if (page === undefined) return undefined
      if (now() - page.at > freshFor) return void drop(key)
      // The last in the map is the last that was asked for.
      pages.delete(key)
      pages.set(key, page)
      return page.thing
    },
    remember(key, page, age) {
      if (age !== changes || weightOf(key, page) > bytesAtMost / 4) return
      drop(key)
      pages.set(key, { at: now(), thing: page })
      bytes += weightOf(key, page)
      for (const [oldest] of pages) {
        if (bytes <= bytesAtMost) return
        drop(oldest)
      }
    },
    keep<Kept>(key: string, make: () => Promise<Kept>) {
      const known = kept.get(key)
      if (known !== undefined && now() - known.at <= freshFor) return known.thing as Promise<Kept>
      kept.delete(key)
      const thing = make()
      kept.set(key, { at: now(), thing })
      const [oldest = ''] = kept.keys()
      if (kept.size > keptAtMost) kept.delete(oldest)
      thing.catch(() => { if (kept.get(key)?.thing === thing) kept.delete(key) })
      return thing
    },
    forget() {
      changes += 1
      bytes = 0
      pages.clear()
      kept.clear()
    },
  }
}

/** Packed, a page is a third of itself at most, twice; and each costs something besides its bytes. */
function weightOf(key: string, { plain }: SharedPage): number {
  return plain.length * 5 / 3 + key.length * 2 + 1_000
}
