import type { Trx } from '../../db/connect.ts'
import { languages, speaking, type Language } from '../../web/i18n.ts'
import type { Needs } from '../needs.ts'
import type { Read } from '../reading/index.ts'
import { findWriter, holdMail, settle, type Incoming } from '../store.ts'
import { open, reply, wordsOf } from './act.ts'
import { answerWhy, askToConfirm } from './answer.ts'
import { noteBounce } from './bounce.ts'
import type { Decision } from './decide.ts'
import { receiveFiles } from './files.ts'

type Used = Extract<Decision, { writer: unknown }>
type Unused = Exclude<Decision, Used>

/** Does what was decided, once, and in the language of who wrote. */
export async function carryOut(needs: Needs, mail: Incoming, read: Read, decision: Decision): Promise<void> {
  const language = await languageOf(needs, read, decision) ?? needs.config.SITE_LANGUAGE
  await speaking(language, async () => {
    const act = 'writer' in decision ? await ready(needs, mail, read, decision) : (trx: Trx) => putAside(needs, trx, mail, read, decision)
    await needs.connection.db.transaction().execute(async trx => {
      if (await holdMail(trx, mail.id)) await act(trx)
    })
  })
}

/** What takes time, or other means than the database, is done before anything is held. Returns what is left to do. */
async function ready(needs: Needs, { id: mailId }: Incoming, read: Read, decision: Used): Promise<(trx: Trx) => Promise<void>> {
  const { writer } = decision
  const arrived = await receiveFiles(needs, read)
  // What opens a ticket is read whole: of a forwarded mail, what it quotes is what it is about.
  const folded = decision.act === 'open' ? { text: read.text, quoted: '' } : read.folded
  const task = { mailId, read, writer, arrived, words: await wordsOf(needs, folded, arrived, writer.person.id) }
  return trx => decision.act === 'reply' ? reply(needs, trx, task, decision.reference) : open(needs, trx, task)
}

/** What becomes of a mail that becomes no message. */
async function putAside(needs: Needs, trx: Trx, mail: Incoming, read: Read, decision: Unused): Promise<void> {
  if (decision.act === 'confirm') {
    await settle(trx, mail.id, { state: 'unconfirmed', reason: 'unconfirmed' })
    return askToConfirm(needs, trx, read, mail.id)
  }
  await settle(trx, mail.id, { state: decision.act === 'ignore' ? 'ignored' : 'kept', reason: decision.reason })
  if (decision.act === 'ignore') return read.report && noteBounce(needs, trx, mail, read.report)
  if (decision.answer === 'words') await answerWhy(needs, trx, read, decision.reason)
  if (decision.answer === 'confirm') await askToConfirm(needs, trx, read, mail.id)
}

async function languageOf({ connection: { db } }: Needs, { from }: Read, decision: Decision): Promise<Language | undefined> {
  const writer = 'writer' in decision ? decision.writer : from === undefined ? undefined : await findWriter(db, { email: from.address })
  return languages.find(language => language === writer?.preferences.ui.language)
}
