import type { IncomingMessage } from 'node:http'
import { textOf } from './xml.ts'

/** A bucket did not do what it was asked. The message holds no secret and nothing of what was sent. */
export class BucketError extends Error {
  /** What it answered; 0 where no answer came. */
  readonly answered: number
  readonly reason: string
  /** For a page that waits for it: come back in a moment, or something is broken. */
  readonly statusCode: 500 | 503

  constructor(what: string, answered: number, reason: string, options?: ErrorOptions) {
    super(`${what} ended with: ${reason}`, options)
    this.answered = answered
    this.reason = reason
    this.statusCode = this.mayPass ? 503 : 500
  }

  /** Whether the same may be done a moment later. */
  get mayPass(): boolean {
    return passing.has(this.answered) || this.answered >= 500 && this.answered !== 501
  }
}

/** No answer, too slow, two at once, too many. */
const passing = new Set([0, 408, 409, 429])
const readAtMost = 16_384

/** Whether what was asked for is not there. */
export const isMissing = (error: unknown) => error instanceof BucketError && error.answered === 404

/** The line broke, or never came about. */
export function failed(what: string, cause: unknown): BucketError {
  const { code, message = '' } = cause as NodeJS.ErrnoException
  return new BucketError(what, 0, message === '' ? String(code) : message, { cause })
}

/** Reads why the bucket refused; what is secret is left out, should it be repeated there. */
export async function refusalOf(what: string, answer: IncomingMessage, secrets: string[]): Promise<BucketError> {
  const xml = await start(answer).catch(() => '')
  const { statusCode = 0 } = answer
  const words = [statusCode, textOf(xml, 'Code'), textOf(xml, 'Message').slice(0, 300)].join(' ').trim()
  return new BucketError(what, statusCode, secrets.reduce((text, secret) => text.replaceAll(secret, '…'), words))
}

async function start(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk
    if (text.length > readAtMost) break
  }
  return text
}
