import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Test } from 'tap'

/** A line to a server that can be cut and mended, which looks from one end as if the server stopped and started. */
export interface Line {
  url: string
  cut(): Promise<void>
  mend(): Promise<void>
}

export async function lineTo(t: Pick<Test, 'teardown'>, target: string): Promise<Line> {
  const { hostname, port } = new URL(target)
  const ends = new Set<Socket>()
  let server: Server | undefined

  const join = (here: Socket) => {
    const there = connect(Number(port), hostname)
    for (const [one, other] of [[here, there], [there, here]] as const) {
      ends.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy()).on('close', () => {
        ends.delete(one)
        other.destroy()
      })
    }
  }
  const listen = async (at: number) => {
    server = createServer(join).listen(at, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = async () => {
    const closed = server?.listening === true ? once(server, 'close') : undefined
    server?.close()
    for (const end of ends) end.destroy()
    await closed
  }

  const own = await listen(0)
  t.teardown(cut)
  return { url: Object.assign(new URL(target), { host: `127.0.0.1:${own}` }).href, cut, mend: async () => void await listen(own) }
}
