import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { BlockList, isIPv6 } from 'node:net'
// smtp-server itself is loaded only where the setting asks for it.
import type { SMTPServer as Server, SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { CannotStart } from '../../db/reach.ts'
import { replyAddresses } from '../../notifications/index.ts'
import { countTry, networkOf } from '../../web/throttle.ts'
import { reasonOf, type Log, type Needs } from '../needs.ts'
import { keepMail, mailBytes, TooLarge } from './keep.ts'

/** Lines that may be open at once; a mail server waits its turn. */
const linesAtMost = 50
/** From one network that is not ours. */
const perNetwork = { tries: 600, seconds: 3_600 }
const silence = 60_000
/** Milliseconds for mails on their way in when the program stops. */
const patience = 2_000

/** Listens for mail to us and to nobody else. It says that it has a mail only when that is safe. Returns how to stop. */
export async function listenForMail(needs: Needs, log: Log): Promise<() => Promise<void>> {
  const { MAIL_IN_PORT: port, HOST: host } = needs.config
  const { SMTPServer } = await import('smtp-server')
  const cut = (id: string) => [...server.connections].find(line => line.id === id)?.close()
  const server: Server = new SMTPServer(optionsFor(needs, log, cut))
  server.on('error', error => log(`Mail in: ${error.message}`))
  server.listen(port ?? 0, host)
  await once(server.server, 'listening').catch((error: unknown) => { throw new CannotStart(`Mail cannot come in at MAIL_IN_PORT: ${reasonOf(error)}`) })
  log(`Mail to ${replyAddresses(needs.config, needs.secret).main} comes in at port ${(server.server.address() as AddressInfo).port}`)
  return () => new Promise(resolve => { server.close(resolve) })
}

function optionsFor(needs: Needs, log: Log, cut: (id: string) => void): SMTPServerOptions {
  const { MAIL_IN_TLS: pem, baseUrl } = needs.config
  const certificate = pem === undefined ? undefined : readFileSync(pem)
  const addresses = replyAddresses(needs.config, needs.secret)
  const relays = listOf(needs.config.MAIL_IN_RELAYS)
  return {
    name: new URL(baseUrl).hostname, banner: 'Guichet', size: mailBytes(needs), rejectOversized: true,
    authOptional: true, disabledCommands: certificate === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...(certificate !== undefined && { key: certificate, cert: certificate, minVersion: 'TLSv1.2' as const }),
    disableReverseLookup: true, maxClients: linesAtMost, maxRecipients: 20, socketTimeout: silence, closeTimeout: patience,
    onRcptTo: ({ address }, _session, done) => done(addresses.isOurs(address) ? null : refusal(550, 'No such mailbox here')),
    onData: async (stream, session, done) => {
      done(await problemWith(() => take(needs, stream, session, relays, cut), log), 'We have it')
    },
  }
}

async function problemWith(act: () => Promise<void>, log: Log): Promise<Error | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof TooLarge) return refusal(552, 'The mail is too large')
    log(`Mail in: ${reasonOf(error)}`)
    return refusal(451, 'We cannot take it now, please try again later')
  }
}

async function take(needs: Needs, stream: SMTPServerDataStream, session: SMTPServerSession, relays: BlockList, cut: (id: string) => void): Promise<void> {
  const { envelope, remoteAddress } = session
  const relayed = isIn(relays, remoteAddress)
  try {
    if (!relayed && await countTry(needs.connection.db, `mail-in:${networkOf(plain(remoteAddress))}`, perNetwork) > 0) throw new Error(`${remoteAddress} sends too much`)
    await keepMail(needs, stream, {
      way: 'smtp', relayed,
      recipients: envelope.rcptTo.map(({ address }) => address),
      sender: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    })
  } finally {
    // What nobody reads would hold the line; who goes on for ever is not waited for.
    if (stream.destroyed && !stream.readableEnded) cut(session.id)
    else stream.resume()
  }
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

/** An address of the old kind may come dressed as one of the new. */
const plain = (address: string): string => address.replace(/^::ffff:/i, '')
const kind = (address: string) => isIPv6(address) ? 'ipv6' : 'ipv4'
const isIn = (list: BlockList, address: string): boolean => list.check(plain(address), kind(plain(address)))

function listOf(networks: string | undefined): BlockList {
  const list = new BlockList()
  for (const network of networks?.split(/[ ,]+/) ?? []) {
    const [address = '', bits] = network.split('/')
    if (bits === undefined) list.addAddress(address, kind(address))
    else list.addSubnet(address, Number(bits), kind(address))
  }
  return list
}
