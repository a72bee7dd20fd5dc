import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Eta } from 'eta'
// nodemailer itself is loaded with the first mail: it takes 15 MB.
import type { SendMailOptions } from 'nodemailer'
import type { Config } from '../config.ts'
import type { DateStyle } from '../web/dates.ts'
import type { ComposedMail, Letter } from './letters.ts'
import type { Headers } from './mail-headers.ts'

/** A mail that only lacks its form: how its reader likes to read is known. */
export interface ReadyMail extends ComposedMail {
  to: string
  style: DateStyle
  format: 'html' | 'plain'
  headers: Headers
  /** Where an answer goes, if not to the sender. */
  replyTo: string | undefined
  /** Its envelope sender, where reports about it go; else it has that of all mails. */
  bounceTo: string | undefined
}

export interface Transport {
  /** Resolves when the mail server has taken it, or the file is written. */
  send(mail: ReadyMail): Promise<void>
  close(): void
}

type Render = (letter: Letter, style: DateStyle, format: ReadyMail['format']) => { text: string; html?: string }
type Log = (sentence: string) => void

/** Sends by SMTP; without a server, writes mails to files and logs where, so that every journey can be walked. */
export function createTransport(config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'dataDir'>, render: Render, log: Log, waits: Partial<typeof patience> = {}): Transport {
  const message: Message = ({ to, subject, messageId, references, letter, style, format, headers, replyTo, bounceTo }) => ({
    from: config.MAIL_FROM, to: { name: '', address: to }, subject, messageId, headers,
    ...(references !== undefined && { references, inReplyTo: references }),
    ...(replyTo !== undefined && { replyTo }),
    ...(bounceTo !== undefined && { envelope: { from: bounceTo, to } }),
    disableFileAccess: true, disableUrlAccess: true,
    ...render(letter, style, format),
  })
  return config.SMTP_URL === undefined ? toFiles(join(config.dataDir, 'mail'), message, log) : toServer(config.SMTP_URL, message, log, waits)
}

type Message = (mail: ReadyMail) => SendMailOptions

/** A server that says nothing is given up in time for the next try. In milliseconds. */
const patience = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }
/** Lines are kept for the next mail, and let go when there is none. */
const lines = { pool: true, maxConnections: 5, maxMessages: 1_000, idleTimeout: 5_000 } as const

function toServer(url: string, message: Message, log: Log, waits: Partial<typeof patience>): Transport {
  const connect = async () => (await import('nodemailer')).createTransport({ url, ...lines, ...patience, ...waits })
  let server: ReturnType<typeof connect> | undefined
  let mindsSenders = false
  return {
    async send(mail) {
      const opened = await (server ??= connect())
      const plain = { ...mail, bounceTo: undefined }
      try {
        await opened.sendMail(message(mindsSenders ? plain : mail))
      } catch (error) {
        // Some servers let us send under no address but the one that we signed in for, and say so at any step.
        if (mindsSenders || mail.bounceTo === undefined || !isForGood(error)) throw error
        await opened.sendMail(message(plain))
        mindsSenders = true
        log('The mail server takes no mail under addresses that differ from mail to mail: what other servers report will not be believed.')
      }
    },
    close: () => void server?.then(opened => opened.close()),
  }
}

const isForGood = (error: unknown): boolean => typeof error === 'object' && error !== null && 'responseCode' in error && Number(error.responseCode) >= 500

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

/** Renders the two forms of a letter in the way its reader likes, or only the plain one. */
export function letterRenderer(plain: Eta, marked: Eta, helpersIn: (style: DateStyle) => object): Render {
  return (letter, style, format) => {
    const data = { letter, ui: helpersIn(style) }
    const text = `${plain.render('/mail/letter.text.eta', data).replace(/\n{3,}/g, '\n\n').trim()}\n`
    return format === 'plain' ? { text } : { text, html: marked.render('/mail/letter.html.eta', data) }
  }
}
