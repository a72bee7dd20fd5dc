import type pg from 'pg'

export type Heard = (payload: string) => void
/** `missed` is called when the line was lost and is back: what was notified in between is not heard. */
export type Listen = (channel: string, heard: Heard, missed?: () => void) => Promise<() => Promise<void>>

const again = 1_000

/**
 * Holds one connection for LISTEN and keeps it: lost, it is opened again every second.
 */
export function listener(connect: () => pg.Client): { on: Listen; close(): Promise<void> } {
  const heardOn = new Map<string, Set<Heard>>()
  const missers = new Set<() => void>()
  let client: pg.Client | undefined
  let opening: Promise<void> | undefined
  let wasOpen = false
  let closed = false

  async function open(): Promise<void> {
    const fresh = connect()
    fresh.on('error', () => lost(fresh))
    fresh.on('end', () => lost(fresh))
    fresh.on('notification', ({ channel, payload = '' }) => {
      for (const heard of heardOn.get(channel) ?? []) heard(payload)
    })
    client = fresh
    await fresh.connect()
    for (const channel of heardOn.keys()) await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`)
    if (wasOpen) for (const missed of missers) missed()
    wasOpen = true
  }

  function lost(which: pg.Client): void {
    if (closed || which !== client) return
    client = undefined
    opening = undefined
    setTimeout(() => void opened().catch(() => {}), again).unref()
  }

  function opened(): Promise<void> {
    if (closed) return Promise.resolve()
    return opening ??= open().catch(error => {
      if (client !== undefined) lost(client)
      throw error
    })
  }

  return {
    async on(channel, heard, missed) {
      if (missed !== undefined) missers.add(missed)
      const first = !heardOn.has(channel)
      heardOn.set(channel, (heardOn.get(channel) ?? new Set()).add(heard))
      const already = opening !== undefined
      await opened()
      if (first && already) await client?.query(`listen ${client.escapeIdentifier(channel)}`)
      return async () => void heardOn.get(channel)?.delete(heard)
    },
    async close() {
      closed = true
      await client?.end().catch(() => {})
    },
  }
}
