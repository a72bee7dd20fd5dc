import { createTurns } from '../../web/turns.ts'

/** Of the connections that a process has, searches hold so many at most: however many people search, everything else goes on. */
const atOnce = 4
/** With more before it, a search would only be late. */
const waitingAtMost = 200

export const inTurn = createTurns(atOnce, waitingAtMost)
