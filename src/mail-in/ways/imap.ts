import { reasonOf, type Log, type Needs } from '../needs.ts'
import { emptyMailbox, type Looks, type Pace } from './mailbox.ts'

const pace: Pace = { usual: 30_000, longest: 600_000 }
/** Names the lock that makes one process at a time look. */
const lockKey = 4_621_021

/** Looks into the mailbox again and again. Returns how to stop. */
export function pollMailbox(needs: Needs, url: string, log: Log, wait = pace): () => Promise<void> {
  const over = new AbortController()
  const looks: Looks = { log, pace: wait, failed: new Map() }
  let pause = wait.usual
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  const look = async () => {
    try {
      await alone(needs, () => emptyMailbox(needs, url, over.signal, looks))
      pause = wait.usual
    } catch (error) {
      if (!over.signal.aborted) log(`Mail in: the mailbox cannot be read: ${reasonOf(error)}`)
      pause = Math.min(pause * 2, wait.longest)
    }
    if (!over.signal.aborted) timer = setTimeout(begin, pause).unref()
  }
  const begin = () => { round = look() }
  begin()

  return async () => {
    over.abort()
    clearTimeout(timer)
    await round
  }
}

/** Processes take turns: whoever finds another one at it leaves it to that. */
async function alone({ connection: { pool, embedded } }: Needs, act: () => Promise<void>): Promise<void> {
  // The embedded database has one process, and one connection that the act needs.
  if (embedded) return act()
  const client = await pool.connect()
  let held = false
  try {
    held = (await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lockKey])).rows[0]?.mine === true
    if (held) await act()
  } finally {
    // A connection that keeps the lock is closed: back among the others, it would keep every process out for ever.
    const freed = !held || await client.query('select pg_advisory_unlock($1)', [lockKey]).then(() => true, () => false)
    client.release(!freed)
  }
}
