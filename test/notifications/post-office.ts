import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Test } from 'tap'

export interface PostOffice {
  /** For the setting SMTP_URL. */
  url: string
  mails: ParsedMail[]
  /** Every whole message that came in, as it came. */
  raw: string[]
  /** Cuts every line that is open. */
  cut(): void
}

/** A real mail server on a port of its own. `options` make it a bad one. */
export async function postOffice(t: Test, options: SMTPServerOptions = {}): Promise<PostOffice> {
  const [mails, raw]: [ParsedMail[], string[]] = [[], []]
  const receive = async (stream: NodeJS.ReadableStream, done: () => void) => {
    const text = await read(stream)
    raw.push(text)
    mails.push(await simpleParser(text))
    done()
  }
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => void receive(stream, done),
    ...options,
  })
  // A line that is cut is what some tests are about.
  server.on('error', () => {})
  const lines = new Set<Socket>()
  server.server.on('connection', (line: Socket) => void lines.add(line))
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>(resolve => { server.close(resolve) }))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, mails, raw, cut: () => lines.forEach(line => line.destroy()) }
}

export async function read(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}
