import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Someone, World } from './world.ts'

export interface Stream { status: number; says: () => string[]; /** Up to where it has told. */ mark: () => string; ended: () => boolean; close(): void }

/** Opens a stream as a browser does, or as one that comes back to where it was, and collects the sentences it brings. */
export async function openStream({ app }: World, person: Someone, path: string, mark?: string): Promise<Stream> {
  const { port } = app.server.address() as AddressInfo
  const request = get({ port, path, headers: { cookie: `session=${person.sessionId}`, accept: 'text/event-stream', ...(mark !== undefined && { 'last-event-id': mark }) } })
  const [response] = await once(request, 'response') as [IncomingMessage]
  let text = ''
  let ended = false
  response.once('end', () => { ended = true })
  response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('error', () => {})
  return {
    status: response.statusCode ?? 0,
    says: () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '{}']) => (JSON.parse(data) as { sentence: string }).sentence),
    mark: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '',
    ended: () => ended,
    close: () => request.destroy(),
  }
}
