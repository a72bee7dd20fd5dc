import autocannon from 'autocannon'

export interface Load { origin: string; paths: string[]; cookie?: string; encoding?: string }

const connections = 32

/** Requests a second that are answered with a page, over 32 lines at once. */
export async function perSecond(load: Load, seconds: number): Promise<number> {
  const { requests, duration } = await fire(load, { duration: seconds })
  return requests.total / duration
}

/** So many requests, as fast as they are answered. */
export async function requests(load: Load, amount: number): Promise<void> {
  await fire(load, { amount })
}

async function fire({ origin, paths, cookie, encoding }: Load, extent: { duration: number } | { amount: number }): Promise<autocannon.Result> {
  const visitor = { accept: 'text/html', ...(encoding !== undefined && { 'accept-encoding': encoding }) }
  const signedIn = { ...visitor, ...(cookie !== undefined && { cookie }) }
  // Who is signed in does not see the sign-in page.
  const requests = paths.map(path => ({ path, headers: path === '/sign-in' ? visitor : signedIn }))
  const result = await autocannon({ url: origin, connections, requests, ...extent })
  if (result.non2xx + result.errors > 0) throw new Error(`${paths[0]}: ${result.non2xx} refused, ${result.errors} failed`)
  return result
}
