import { languages, speaking, type Language } from '../../web/i18n.ts'
import { reasonOf, type Log, type Needs } from '../needs.ts'
import { forgetFiles, readMail, Unreadable, type Read } from '../reading/index.ts'
import { countFailure, describe, findWaiting, findWriter, holdMail, settle, type Incoming } from '../store.ts'
import { open, reply, wordsOf } from './act.ts'
import { answerWhy, askToConfirm } from './answer.ts'
import { noteBounce } from './bounce.ts'
import { decide, type Decision } from './decide.ts'
import { receiveFiles } from './files.ts'

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
  const { connection: { db }, config } = needs
  const { subject, from } = read
  await describe(db, mail.id, { from_address: from?.address ?? '', from_name: from?.name ?? '', subject: subject.slice(0, 500), text: read.text.slice(0, shownAtMost).toWellFormed() })
  const decision = await decide(needs, mail, read)
  const language = await languageOf(needs, read, decision)
  await speaking(language ?? config.SITE_LANGUAGE, () => act(needs, mail, read, decision))
  if (decision.act === 'ignore' && decision.reason === 'bounce') await noteBounce(needs, read)
}

async function act(needs: Needs, { id: mailId }: Incoming, read: Read, decision: Decision): Promise<void> {
  const prepared = 'writer' in decision ? await prepare(needs, read, decision) : undefined
  await needs.connection.db.transaction().execute(async trx => {
    if (!await holdMail(trx, mailId)) return
    if (decision.act === 'reply' && prepared !== undefined) return reply(needs, trx, { mailId, read, writer: decision.writer, ...prepared }, decision.reference)
    if (decision.act === 'open' && prepared !== undefined) return open(needs, trx, { mailId, read, writer: decision.writer, ...prepared })
    if (decision.act === 'ignore') return settle(trx, mailId, { state: 'ignored', reason: decision.reason })
    if (decision.act === 'confirm') {
      await settle(trx, mailId, { state: 'unconfirmed', reason: 'unconfirmed' })
      return askToConfirm(needs, trx, read, mailId)
    }
    if (decision.act !== 'keep') return
    await settle(trx, mailId, { state: 'kept', reason: decision.reason })
    if (decision.answer === 'words') await answerWhy(needs, trx, read, decision.reason)
    if (decision.answer === 'confirm') await askToConfirm(needs, trx, read, mailId)
  })
}

/** What takes time, or other means than the database, is done before anything is held. */
async function prepare(needs: Needs, read: Read, { act: what, writer }: Decision & { act: 'reply' | 'open' }) {
  const arrived = await receiveFiles(needs, read)
  // What opens a ticket is read whole: of a forwarded mail, what it quotes is what it is about.
  const folded = what === 'open' ? { text: read.text, quoted: '' } : read.folded
  return { arrived, words: await wordsOf(needs, folded, arrived, writer.person.id) }
}

async function languageOf({ connection: { db } }: Needs, { from }: Read, decision: Decision): Promise<Language | undefined> {
  const writer = 'writer' in decision ? decision.writer : from === undefined ? undefined : await findWriter(db, { email: from.address })
  return languages.find(language => language === writer?.preferences.ui.language)
}
