import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Eta } from 'eta'
// nodemailer itself is loaded with the first mail: it takes 15 MB.
import type { SendMailOptions } from 'nodemailer'
import type { Config } from '../config.ts'
import type { ComposedMail, Letter } from './letters.ts'

export interface Transport {
  /** Resolves when the mail server has taken it, or the file is written. */
  send(mail: ComposedMail & { to: string }): Promise<void>
  close(): void
}

type Render = (letter: Letter) => { text: string; html: string }
type Log = (sentence: string) => void

/** Sends by SMTP; without a server, writes mails to files and logs where, so that every journey can be walked. */
export function createTransport(config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'dataDir'>, render: Render, log: Log, waits: Partial<typeof patience> = {}): Transport {
  const message = ({ to, subject, messageId, references, letter }: ComposedMail & { to: string }) => ({
    from: config.MAIL_FROM, to: { name: '', address: to }, subject, messageId, references, inReplyTo: references,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true, disableUrlAccess: true,
    ...render(letter),
  })
  return config.SMTP_URL === undefined ? toFiles(join(config.dataDir, 'mail'), message, log) : toServer(config.SMTP_URL, message, waits)
}

type Message = (mail: ComposedMail & { to: string }) => SendMailOptions

/** A server that says nothing is given up in time for the next try. In milliseconds. */
const patience = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

function toServer(url: string, message: Message, waits: Partial<typeof patience>): Transport {
  const connect = async () => (await import('nodemailer')).createTransport({ url, ...patience, ...waits })
  let server: ReturnType<typeof connect> | undefined
  return {
    async send(mail) {
      await (await (server ??= connect())).sendMail(message(mail))
    },
    close: () => void server?.then(opened => opened.close()),
  }
}

function toFiles(folder: string, message: Message, log: Log): Transport {
  return {
    async send(mail) {
      const { createTransport: createMailer } = await import('nodemailer')
      const { message: content } = await createMailer({ streamTransport: true, buffer: true, newline: 'unix' }).sendMail(message(mail))
      const name = `${mail.messageId.replace(/[^\w-]/g, '_')}.eml`
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, `.${name}`), content as Buffer)
      await rename(join(folder, `.${name}`), join(folder, name))
      const link = mail.letter.link === undefined ? '' : `, it links to ${mail.letter.link.url}`
      log(`Mail to ${mail.to}: ${join(folder, name)}${link}`)
    },
    close: () => {},
  }
}

/** Renders the two forms of a letter. */
export function letterRenderer(plain: Eta, marked: Eta, ui: object): Render {
  return letter => ({
    text: `${plain.render('/mail/letter.text.eta', { letter, ui }).replace(/\n{3,}/g, '\n\n').trim()}\n`,
    html: marked.render('/mail/letter.html.eta', { letter, ui }),
  })
}
