import * as http from 'node:http'
import * as https from 'node:https'
import { again } from './again.ts'
import { failed, refusalOf } from './bucket-error.ts'
import { openSigner, type Ask } from './sign.ts'

export interface Bucket {
  /** Its address, without the secret. */
  place: string
  /** The answer, its body still to be read; throws BucketError for any but a good one. */
  ask(ask: Ask): Promise<http.IncomingMessage>
}

/** How long a line may be silent: while an answer is due, and while its body is read by somebody who may be slow. */
const silence = { answer: 10_000, body: 90_000 }

/** A bucket by its address: https://KEY:SECRET@host/bucket?region=… */
export function openBucket(address: string): Bucket {
  const { protocol, host, pathname } = new URL(address)
  const { Agent, request } = protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 16 })
  const { sign, secrets } = openSigner(address)

  async function once(ask: Ask): Promise<http.IncomingMessage> {
    const what = `${ask.method} ${ask.name === '' ? 'the list' : ask.name}`
    const { url, headers } = await sign(ask)
    // What cannot be read here is no trouble of the bucket's.
    const body = await ask.payload?.open()
    const answer = await exchange(request(url, { method: ask.method, headers, agent, timeout: silence.answer }), body).catch((cause: unknown) => { throw failed(what, cause) })
    const { statusCode = 0 } = answer
    if (statusCode < 200 || statusCode > 299) throw await refusalOf(what, answer, secrets)
    return answer
  }

  return { place: host + pathname.replace(/\/$/, ''), ask: ask => again(() => once(ask)) }
}

function exchange(request: http.ClientRequest, body: AsyncIterable<Uint8Array> | undefined): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('timeout', () => request.destroy(new Error('the line is silent')))
    request.on('response', answer => {
      answer.setTimeout(silence.body)
      resolve(answer)
    })
    if (body === undefined) request.end()
    // An answer that comes before all was sent counts all the same: it is a refusal.
    else send(body, request).catch(reject)
  })
}

/** One piece is on its way at a time, so the next one may take its place in memory. */
async function send(body: AsyncIterable<Uint8Array>, request: http.ClientRequest): Promise<void> {
  const closed = new Promise(resolve => request.once('close', resolve))
  for await (const piece of body) {
    await Promise.race([new Promise(resolve => request.write(piece, resolve)), closed])
    if (request.destroyed) return
  }
  request.end()
}
