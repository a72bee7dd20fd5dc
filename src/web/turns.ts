import { Refusal } from './errors.ts'

/** Does things in the order they came, a few at once; asks who comes to a long queue to come back. */
export function createTurns(most: number, longest = Infinity) {
  const waiting: (() => void)[] = []
  let free = most

  return async function inTurn<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    if (free > 0) free--
    else if (waiting.length >= longest) throw new Refusal(503, 'errors.unavailable', {}, 5)
    // Who goes before hands the turn on, so nobody slips in between.
    else await new Promise<void>(go => waiting.push(go))
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
