// imapflow itself is loaded only where the setting asks for it.
import type { ImapFlow } from 'imapflow'
import { reasonOf, type Log, type Needs } from '../needs.ts'
import { keepMail, mailBytes } from './keep.ts'

/** Milliseconds between two looks, and at most so many after looks that failed. */
const pace = { usual: 30_000, longest: 600_000 }
const atOnce = 50
/** Names the lock that makes one process at a time look. */
const lockKey = 4_621_021

/** Looks into the mailbox again and again. Returns how to stop. */
export function pollMailbox(needs: Needs, url: string, log: Log, wait = pace): () => Promise<void> {
  const over = new AbortController()
  let pause = wait.usual
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  const look = async () => {
    try {
      await alone(needs, () => emptyMailbox(needs, url, over.signal))
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
  try {
    const { rows: [row] } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lockKey])
    if (row?.mine !== true) return
    await act().finally(() => client.query('select pg_advisory_unlock($1)', [lockKey]))
  } finally {
    client.release()
  }
}

/** Takes what is unread. Only when a mail is safe with us is it marked as read; so one that a person read first is not taken. */
async function emptyMailbox(needs: Needs, url: string, over: AbortSignal): Promise<void> {
  const client = await connect(url)
  over.addEventListener('abort', () => client.close(), { once: true })
  try {
    const { pathname } = new URL(url)
    const lock = await client.getMailboxLock(pathname.length > 1 ? decodeURIComponent(pathname.slice(1)) : 'INBOX')
    try {
      const unread = await client.search({ seen: false, deleted: false }, { uid: true })
      for (const uid of (unread === false ? [] : unread ?? []).slice(0, atOnce)) {
        if (over.aborted) return
        await takeOne(needs, client, uid)
      }
    } finally {
      lock.release()
    }
  } finally {
    await client.logout().catch(() => client.close())
  }
}

async function takeOne(needs: Needs, client: ImapFlow, uid: number): Promise<void> {
  const found = await client.fetchOne(String(uid), { size: true }, { uid: true })
  if (found === false) return
  // Of one that is too large its beginning is kept, so that its sender can be told; the whole stays in the mailbox.
  const cut = (found.size ?? 0) > mailBytes(needs)
  const { content } = await client.download(String(uid), undefined, { uid: true, ...(cut && { maxBytes: 256 * 1024 }) })
  if (content !== undefined) await keepMail(needs, content, { way: 'imap', relayed: true, cut })
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
}

async function connect(url: string): Promise<ImapFlow> {
  const { protocol, hostname, port, username, password } = new URL(url)
  const { ImapFlow } = await import('imapflow')
  const secure = protocol === 'imaps:'
  const client = new ImapFlow({
    host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 993 : 143), secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false, disableAutoIdle: true, connectionTimeout: 20_000, socketTimeout: 60_000,
  })
  // A line that is lost fails what is asked over it; nobody else has to hear of it.
  client.on('error', () => {})
  await client.connect()
  return client
}
