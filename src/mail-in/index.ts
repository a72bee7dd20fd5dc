import type { FastifyPluginAsync } from 'fastify'
import { desk } from './desk/index.ts'
import { guests } from './guests/index.ts'
import type { Log, Needs } from './needs.ts'
import { takeWaiting } from './sweep.ts'
import { hook } from './ways/hook.ts'
import { pollMailbox } from './ways/imap.ts'
import { listenForMail } from './ways/smtp.ts'

export { sweepMailIn } from './sweep.ts'
export { takeMail } from './taking/index.ts'

/** What of mail in is a page: the senders' and staff's, and the hook for mail providers. */
export const mailIn: FastifyPluginAsync<{ needs: Needs }> = async (app, { needs }) => {
  await app.register(guests)
  await app.register(desk, { prefix: '/desk/mails' })
  const { MAIL_IN_SECRET: key } = needs.config
  if (key !== undefined) await app.register(hook, { needs, key })
}

/** Opens the ways in that the settings ask for. Returns how to close them: first nothing new comes in, then what is on its way is kept. */
export async function startMailIn(needs: Needs, log: Log): Promise<() => Promise<void>> {
  const { MAIL_IN_PORT: port, MAIL_IN_IMAP_URL: url } = needs.config
  const stops: (() => Promise<void>)[] = []
  await takeWaiting(needs.connection.db, needs.queue)
  if (port !== undefined) stops.push(await listenForMail(needs, log))
  if (url !== undefined) stops.push(pollMailbox(needs, url, log))
  return async () => void await Promise.all(stops.map(stop => stop()))
}
