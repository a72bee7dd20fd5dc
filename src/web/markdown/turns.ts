/** What waits, by whose it is: everybody has one turn before anybody has the next. */
export class Turns<Item> {
  readonly #waiting = new Map<string, Item[]>()

  add(who: string, item: Item): void {
    const own = this.#waiting.get(who)
    if (own === undefined) this.#waiting.set(who, [item])
    else own.push(item)
  }

  next(): Item | undefined {
    for (const [who, [item, ...later]] of this.#waiting) {
      this.#waiting.delete(who)
      if (later.length > 0) this.#waiting.set(who, later)
      return item
    }
    return undefined
  }
}
