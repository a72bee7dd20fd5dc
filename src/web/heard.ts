import { randomBytes } from 'node:crypto'

/** What was heard lately, and where one stands in it. */
interface Heard<Item> {
  /** Whoever looks from here on, and says later that they did, misses nothing. */
  mark(): string
  /** What came after that mark; undefined where it is too long ago, or another process's alone. */
  since(mark: string): Item[] | undefined
  add(mark: string | undefined, item: Item): void
  /** Something was not heard: no mark from before says any more what came after it. */
  forget(): void
}

const rememberedAtMost = 500
const ownMark = () => randomBytes(6).toString('base64url')

/** Remembers the latest items under the marks that they bring; every process hears them in the same order. */
export function remember<Item>(): Heard<Item> {
  let start = ownMark()
  let heard: { mark: string; item: Item }[] = []

  return {
    mark: () => heard.at(-1)?.mark ?? start,
    since(mark) {
      const at = heard.findLastIndex(known => known.mark === mark)
      return at === -1 && mark !== start ? undefined : heard.slice(at + 1).map(({ item }) => item)
    },
    add(mark = ownMark(), item) {
      heard.push({ mark, item })
      if (heard.length > rememberedAtMost) start = heard.shift()?.mark ?? start
    },
    forget() {
      start = ownMark()
      heard = []
    },
  }
}
