import { Agent, request } from 'node:http'
import type { Socket } from 'node:net'

export interface Request {
  origin: string
  path: string
  cookie?: string
  /** What the client can unpack; nothing for `identity`. */
  encoding?: string
  post?: { type: string; body: Buffer }
  agent?: Agent
}
export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  /** All that came over the line for this answer, its head included. */
  wire: number
}

/** What browsers of today send. */
export const browsers = 'gzip, deflate, br, zstd'

/** Sends one request and reads the answer whole, as it comes over the line. */
export function send({ origin, path, cookie, encoding, post, agent }: Request): Promise<Answer> {
  const headers = {
    accept: 'text/html',
    ...(cookie !== undefined && { cookie }),
    ...(encoding !== undefined && { 'accept-encoding': encoding }),
    ...(post !== undefined && { 'content-type': post.type, 'content-length': post.body.length }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method: post === undefined ? 'GET' : 'POST', headers, agent: agent ?? false }, answer => {
      const chunks: Buffer[] = []
      const { socket, statusCode: status = 0 } = answer
      const before = known.get(socket) ?? 0
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject).once('end', () => {
        known.set(socket, socket.bytesRead)
        resolve({ status, headers: answer.headers, body: Buffer.concat(chunks), wire: socket.bytesRead - before })
      })
    })
    sent.once('error', reject).end(post?.body)
  })
}

/** How much each line had carried at the end of its last answer. */
const known = new WeakMap<Socket, number>()

/** A line that stays open for the next request. */
export const keptOpen = () => new Agent({ keepAlive: true, maxSockets: 1 })

/** How many milliseconds the answer took; throws unless it is a page. */
export async function timed(request: Request): Promise<number> {
  const started = performance.now()
  const { status } = await send(request)
  if (status !== 200) throw new Error(`${request.path} answered ${status}`)
  return performance.now() - started
}

/** The cookies that a browser has after its first page; without them the server would make new ones for each. */
export async function cookiesOf(origin: string, session: string): Promise<string> {
  const { headers } = await send({ origin, path: '/tickets', cookie: session })
  const fresh = [headers['set-cookie'] ?? []].flat().map(line => line.split(';')[0])
  return [session, ...fresh].join('; ')
}
