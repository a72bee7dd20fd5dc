import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { MailParser, type AttachmentStream, type HeaderLines, type MessageText } from 'mailparser'
import { headOf, idsIn, plain, senderIn, traceOf } from './head.ts'
import { reportIn } from './report.ts'
import { stripped } from './strip.ts'
import type { Job, MailFile, ReadMail } from './types.ts'

/** More is no message but a document: it becomes a file. In characters. */
const textAtMost = 200_000

const limits = { maxHeadSize: 512 * 1024, maxChildNodes: 1_000, maxHtmlLengthToParse: 500_000 }
const options = { ...limits, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true, keepDeliveryStatus: true, ignoreEmbedded: true, checksumAlgo: false } as const

/** Reads a mail that lies on disk; its files are written beside it. Throws on what is no mail, or a trap. May take long: run it in the thread. */
export async function parseMail({ path, filesAtMost }: Job): Promise<ReadMail> {
  const folder = dirname(path)
  let lines: HeaderLines = []
  let content: MessageText | undefined
  const parser = new MailParser(options)
  parser.on('headerLines', found => { lines = found })

  const taking: Promise<Part | undefined>[] = []
  parser.on('data', (part: AttachmentStream | MessageText) => {
    if (part.type === 'text') content = part
    else taking.push(take(part, taking.length < filesAtMost ? join(folder, randomUUID()) : undefined))
  })
  await pipeline(createReadStream(path), parser)
  const parts = (await Promise.all(taking)).filter(file => file !== undefined)
  const text = plain(textOf(content)).trim()
  const files = text.length > textAtMost ? [...parts, await written(join(folder, randomUUID()), text)] : parts
  const head = headOf(lines)
  return {
    from: senderIn(lines, parser.from), head,
    messageId: idsIn(head['message-id'])[0] ?? '',
    references: [...idsIn(head['in-reply-to']), ...idsIn(head['references']).toReversed()].slice(0, 100),
    subject: plain(parser.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, 1_000).toWellFormed(),
    text: text.slice(0, textAtMost).toWellFormed(),
    trace: traceOf(lines),
    files: files.map(({ path, name, bytes }) => ({ path, name, bytes })), more: taking.length - parts.length,
    report: /^multipart\/report\b/i.test(head['content-type'] ?? '') ? await reportIn(parts) : undefined,
  }
}

interface Part extends MailFile { type: string }

async function take(part: AttachmentStream, path: string | undefined): Promise<Part | undefined> {
  try {
    if (path === undefined) {
      part.content.resume()
      return undefined
    }
    await pipeline(part.content, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return { path, type: part.contentType, name: plain(part.filename ?? nameFor(part.contentType)), bytes: (await stat(path)).size }
  } finally {
    part.release?.()
  }
}

const names: Record<string, string> = { 'message/rfc822': 'message.eml', 'text/calendar': 'invitation.ics', 'text/html': 'message.html', 'text/plain': 'message.txt', 'message/delivery-status': 'report.txt' }
const nameFor = (type: string): string => names[type] ?? `file.${/^image\/(\w+)$/.exec(type)?.[1] ?? 'bin'}`

function textOf(content: MessageText | undefined): string {
  if (content?.text !== undefined && content.text.trim() !== '') return content.text
  // What was too much for the converter is read without its markup.
  return stripped(content?.html ?? '')
}

async function written(path: string, text: string): Promise<Part> {
  await writeFile(path, text, { flag: 'wx', mode: 0o600 })
  return { path, type: 'text/plain', name: 'message.txt', bytes: Buffer.byteLength(text) }
}
