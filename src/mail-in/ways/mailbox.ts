// imapflow itself is loaded only where the setting asks for it.
import type { ImapFlow } from 'imapflow'
import { reasonOf, type Log, type Needs } from '../needs.ts'
import { keepMail, mailBytes } from './keep.ts'

const atOnce = 50

/** Milliseconds between two looks, and at most so many after what failed. */
export interface Pace { usual: number; longest: number }
/** Of a mailbox that is looked into again and again: its pace, who hears of a mail that cannot be taken, and when such a one is tried again. */
export interface Looks { log: Log; pace: Pace; failed: Map<number, { pause: number; again: number }> }

/** Takes what is unread. Only when a mail is safe with us is it marked as read; so one that a person read first is not taken. */
export async function emptyMailbox(needs: Needs, url: string, over: AbortSignal, looks: Looks): Promise<void> {
  const client = await connect(url)
  const close = () => client.close()
  over.addEventListener('abort', close)
  try {
    const { pathname } = new URL(url)
    const lock = await client.getMailboxLock(pathname.length > 1 ? decodeURIComponent(pathname.slice(1)) : 'INBOX')
    try {
      const unread = await client.search({ seen: false, deleted: false }, { uid: true })
      for (const uid of dueOf(unread === false ? [] : unread ?? [], looks)) {
        if (over.aborted) return
        await takeOne(needs, client, uid).then(() => looks.failed.delete(uid), (error: unknown) => postpone(client, uid, error, looks))
      }
    } finally {
      lock.release()
    }
  } finally {
    over.removeEventListener('abort', close)
    await client.logout().catch(close)
  }
}

/** One that could not be taken waits longer each time, and comes after all others: however many there are of them, what is new gets in. */
function dueOf(unread: number[], { failed }: Looks): number[] {
  for (const uid of failed.keys()) if (!unread.includes(uid)) failed.delete(uid)
  const due = unread.filter(uid => (failed.get(uid)?.again ?? 0) <= performance.now())
  return [...due.filter(uid => !failed.has(uid)), ...due.filter(uid => failed.has(uid))].slice(0, atOnce)
}

function postpone(client: ImapFlow, uid: number, error: unknown, { log, pace, failed }: Looks): void {
  if (!client.usable) throw error
  log(`Mail in: a mail of the mailbox cannot be taken: ${reasonOf(error)}`)
  const pause = Math.min((failed.get(uid)?.pause ?? pace.usual) * 2, pace.longest)
  failed.set(uid, { pause, again: performance.now() + pause })
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
