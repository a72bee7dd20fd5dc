import { createHmac, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import type { Needs } from '../needs.ts'
import { keepMail, mailBytes, TooLarge } from './keep.ts'
import { NoRoom } from './room.ts'

const open = { config: { access: 'anyone', session: false, unproven: true }, handlerTimeout: 600_000 } as const
/** Seconds that a signature is good for. What comes again within them is known by its own name. */
const fresh = 300
/** Seconds until there may be room again. */
const pause = 600

class Unsigned extends Error {}

/**
 * POST /mail-in: a whole mail as its body, and `X-Signature: t=<seconds>,v1=<hex>`, the HMAC-SHA256 under
 * MAIL_IN_SECRET of the seconds, a full stop and the body.
 */
export const hook: FastifyPluginAsync<{ needs: Needs; key: string }> = async (app, { needs, key }) => {
  // A mail is not read into memory: whatever its type is called, its bytes are taken as they come.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))

  app.post('/mail-in', open, async (request, reply) => {
    const { t = '', v1 = '' } = partsOf(String(request.headers['x-signature'] ?? ''))
    if (!isFresh(t)) return refuse(reply, 401, 'The signature is missing, or older than five minutes.')
    if (Number(request.headers['content-length'] ?? 0) > mailBytes(needs)) return refuse(reply, 413, 'The mail is too large.')
    const hmac = createHmac('sha256', key).update(`${t}.`)
    try {
      await keepMail(needs, Readable.from(hashed(request.raw, hmac, mailBytes(needs))), { way: 'hook', relayed: true }, () => {
        if (!isSame(hmac.digest('hex'), v1)) throw new Unsigned()
      })
    } catch (error) {
      if (error instanceof Unsigned) return refuse(reply, 401, 'The signature does not fit the mail.')
      if (error instanceof TooLarge) return refuse(reply, 413, 'The mail is too large.')
      if (error instanceof NoRoom) return refuse(reply.header('retry-after', pause), 503, 'There is no room now. Please send it again later.')
      throw error
    }
    return reply.code(202).type('text/plain; charset=utf-8').send('We have it.\n')
  })

  /** What is still on its way is not waited for. */
  function refuse(reply: FastifyReply, code: 401 | 413 | 503, why: string): FastifyReply {
    return reply.code(code).header('connection', 'close').type('text/plain; charset=utf-8').send(`${why}\n`)
  }
}

function partsOf(signature: string): Record<string, string> {
  return Object.fromEntries(signature.split(',').map(part => part.trim().split('=')).map(([name = '', value = '']) => [name, value]))
}

function isFresh(seconds: string): boolean {
  return /^\d{1,12}$/.test(seconds) && Math.abs(Date.now() / 1_000 - Number(seconds)) <= fresh
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** Who breaks off, or goes on for ever, is not waited for. */
async function* hashed(body: Readable, hmac: ReturnType<typeof createHmac>, atMost: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > atMost) throw new TooLarge('The mail is too large.')
    hmac.update(chunk)
    yield chunk
  }
}
