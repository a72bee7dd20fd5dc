import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Someone, World } from './world.ts'

export interface Stream { status: number; says: () => string[]; ended: () => boolean; close(): void }

/** Opens a stream as a browser does and collects the sentences it brings. */
export async function openStream({ app }: World, person: Someone, path: string): Promise<Stream> {
  const { port } = app.server.address() as AddressInfo
  const request = get({ port, path, headers: { cookie: `session=${person.sessionId}`, accept: 'text/event-stream' } })
  const [response] = await once(request, 'response') as [IncomingMessage]
  let text = ''
  let ended = false
  response.once('end', () => { ended = true })
  response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('error', () => {})
  return {
    status: response.statusCode ?? 0,
    says: () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '{}']) => (JSON.parse(data) as { sentence: string }).sentence),
    ended: () => ended,
    close: () => request.destroy(),
  }
}
