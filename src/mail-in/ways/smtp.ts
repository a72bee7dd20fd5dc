import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
// smtp-server itself is loaded only where the setting asks for it.
import type { SMTPServer as Server, SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { CannotStart } from '../../db/reach.ts'
import { replyAddresses } from '../../notifications/index.ts'
import { countTry, networkOf } from '../../web/throttle.ts'
import { reasonOf, type Log, type Needs } from '../needs.ts'
import { keepMail, mailBytes, TooLarge } from './keep.ts'
import { isAmong, plain } from './networks.ts'
import { NoRoom } from './room.ts'

/** Lines that may be open at once; a mail server waits its turn. */
const linesAtMost = 50
/** From one network that is not ours. */
const perNetwork = { lines: 10, tries: 600, seconds: 3_600 }
const silence = 60_000
/** Milliseconds for mails on their way in when the program stops. */
const patience = 2_000

/** Listens for mail to us and to nobody else. It says that it has a mail only when that is safe. Returns how to stop. */
export async function listenForMail(needs: Needs, log: Log): Promise<() => Promise<void>> {
  const { MAIL_IN_PORT: port, HOST: host } = needs.config
  const { SMTPServer } = await import('smtp-server')
  const server: Server = new SMTPServer(optionsFor(needs, log, () => [...server.connections]))
  server.on('error', error => log(`Mail in: ${error.message}`))
  server.listen(port ?? 0, host)
  await once(server.server, 'listening').catch((error: unknown) => { throw new CannotStart(`Mail cannot come in at MAIL_IN_PORT: ${reasonOf(error)}`) })
  log(`Mail to ${replyAddresses(needs.config, needs.secret).main} comes in at port ${(server.server.address() as AddressInfo).port}`)
  return () => new Promise(resolve => { server.close(resolve) })
}

/** The lines that are open. */
type Lines = () => { id: string; remoteAddress: string; close(): void }[]

function optionsFor(needs: Needs, log: Log, lines: Lines): SMTPServerOptions {
  const { MAIL_IN_TLS: pem, baseUrl } = needs.config
  const certificate = pem === undefined ? undefined : readFileSync(pem)
  const addresses = replyAddresses(needs.config, needs.secret)
  const isRelay = isAmong(needs.config.MAIL_IN_RELAYS)
  return {
    name: new URL(baseUrl).hostname, banner: 'Guichet', size: mailBytes(needs), rejectOversized: true,
    authOptional: true, disabledCommands: certificate === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...(certificate !== undefined && { key: certificate, cert: certificate, minVersion: 'TLSv1.2' as const }),
    // Its codes are by number alone: 452 would be a mailbox that is full, 552 too.
    hideENHANCEDSTATUSCODES: true,
    disableReverseLookup: true, maxClients: linesAtMost, maxRecipients: 20, socketTimeout: silence, closeTimeout: patience,
    onConnect: ({ remoteAddress }, done) => done(isRelay(remoteAddress) || linesOf(remoteAddress, lines) <= perNetwork.lines ? null : refusal(421, '4.7.0 Too many lines at once')),
    onRcptTo: ({ address }, _session, done) => done(addresses.isOurs(address) ? null : refusal(550, '5.1.1 No such mailbox here')),
    onData: async (stream, session, done) => {
      done(await problemWith(() => take(needs, stream, session, isRelay(session.remoteAddress), lines), log), 'We have it')
    },
  }
}

async function problemWith(act: () => Promise<void>, log: Log): Promise<Error | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof TooLarge) return refusal(552, '5.3.4 The mail is too large')
    log(`Mail in: ${reasonOf(error)}`)
    if (error instanceof NoRoom) return refusal(452, '4.3.1 There is no room now, please try again later')
    return refusal(451, '4.3.0 We cannot take it now, please try again later')
  }
}

async function take(needs: Needs, stream: SMTPServerDataStream, session: SMTPServerSession, relayed: boolean, lines: Lines): Promise<void> {
  const { envelope, remoteAddress } = session
  try {
    if (!relayed && await countTry(needs.connection.db, `mail-in:${ofNetwork(remoteAddress)}`, perNetwork) > 0) throw new Error(`${remoteAddress} sends too much`)
    await keepMail(needs, stream, {
      way: 'smtp', relayed,
      recipients: envelope.rcptTo.map(({ address }) => address),
      sender: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    })
  } finally {
    // What nobody reads would hold the line; who goes on for ever is not waited for.
    if (stream.destroyed && !stream.readableEnded) lines().find(({ id }) => id === session.id)?.close()
    else stream.resume()
  }
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

const ofNetwork = (address: string): string => networkOf(plain(address))

/** So nobody holds all lines, and a mail server of ours always finds one. */
const linesOf = (address: string, lines: Lines): number => lines().filter(({ remoteAddress }) => ofNetwork(remoteAddress) === ofNetwork(address)).length
