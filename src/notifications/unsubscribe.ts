import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { notFound } from '../web/errors.ts'
import { followTicket } from './follows.ts'
import { findStopped, stop, undo } from './stops.ts'
import { readUnsubscribeToken, type Unsubscription } from './unsubscribe-token.ts'

type Token = { Params: { token: string } }
/** The token is the proof: mail programs and who is signed out have no other (RFC 8058). */
const anyone = { config: { access: 'anyone', session: false, unproven: true } } as const

/**
 * /unsubscribe/<token>: programs that look at every link of a mail only GET, which changes nothing; one POST, from a
 * mail program or by the page's button, ends the mails. It never says whose they are.
 */
export const unsubscribe: FastifyPluginAsync<{ secret: string }> = async (app, { secret }) => {
  app.get<Token>('/unsubscribe/:token', anyone, async ({ params }, reply) => show(reply, params.token))

  app.post<Token>('/unsubscribe/:token', anyone, async (request, reply) => {
    const wanted = read(request.params.token)
    await act(wanted, request.form?.get('act') ?? 'stop')
    // No redirect: mail programs follow none.
    return show(reply, request.params.token)
  })

  async function act(wanted: Unsubscription, what: string): Promise<void> {
    const { profileId, ticketId } = wanted
    if (what === 'undo') return undo(app.db, wanted)
    if (what !== 'mute' && what !== 'unmute') return stop(app.db, wanted)
    if (ticketId !== undefined) await followTicket(app.db, profileId, ticketId, what === 'mute' ? 'mute' : null)
  }

  async function show(reply: FastifyReply, token: string): Promise<FastifyReply> {
    const wanted = read(token)
    const stopped = await findStopped(app.db, wanted)
    if (stopped === undefined) throw notFound('unsubscribe.unknown')
    return reply.header('x-robots-tag', 'noindex').header('referrer-policy', 'no-referrer').page('notifications/unsubscribe', { token, what: wanted.what, ...stopped })
  }

  function read(token: string): Unsubscription {
    const wanted = readUnsubscribeToken(secret, token)
    if (wanted === undefined) throw notFound('unsubscribe.unknown')
    return wanted
  }
}
