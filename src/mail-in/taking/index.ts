import { reasonOf, type Log, type Needs } from '../needs.ts'
import { forgetFiles, readMail, Unreadable, type Read } from '../reading/index.ts'
import { countFailure, describe, findWaiting, holdMail, settle, type Incoming } from '../store.ts'
import { carryOut } from './carry-out.ts'
import { decide } from './decide.ts'

/** After so many failures, about an hour of them, a mail is left to staff. */
const triesAtMost = 12
/** Of a mail's text, for the desk. In characters. */
const shownAtMost = 20_000
/** Beyond those that a ticket takes, so that what is too much can be named. */
const spareFiles = 20

/** Acts on a mail, once: it becomes a reply or a ticket, waits for its sender's word, or is kept for staff. Throws where trying again may help. */
export async function takeMail(needs: Needs, mailId: string, log: Log): Promise<void> {
  const { connection: { db } } = needs
  const mail = await findWaiting(db, mailId)
  if (mail === undefined) return
  try {
    await takeRead(needs, mail)
  } catch (error) {
    const reason = error instanceof Unreadable ? 'unreadable' : await countFailure(db, mailId) >= triesAtMost ? 'broken' : undefined
    if (reason === undefined) throw error
    log(`Mail in: a mail is left to staff: ${reasonOf(error)}`)
    await db.transaction().execute(async trx => {
      if (await holdMail(trx, mailId)) await settle(trx, mailId, { state: 'kept', reason })
    })
  }
}

async function takeRead(needs: Needs, mail: Incoming): Promise<void> {
  const { storage, config } = needs
  const received = await storage.receive(await storage.read(mail.storage_key))
  try {
    const read = await readMail({ path: received.path, filesAtMost: config.UPLOAD_FILES + spareFiles })
    try {
      await takeDecided(needs, mail, read)
    } finally {
      await forgetFiles(read)
    }
  } finally {
    await storage.discard(received)
  }
}

async function takeDecided(needs: Needs, mail: Incoming, read: Read): Promise<void> {
  const { subject, from, text } = read
  await describe(needs.connection.db, mail.id, { from_address: from?.address ?? '', from_name: from?.name ?? '', subject: subject.slice(0, 500).toWellFormed(), text: text.slice(0, shownAtMost).toWellFormed() })
  await carryOut(needs, mail, read, await decide(needs, mail, read))
}
