const plainPath = /^\/(?![/\\])[\w\-./?=&%+~:,@!$'()*;]{0,2000}$/

/** Where to go after signing in: a path of our own, whatever was asked for. */
export function safeNext(wanted: string | null | undefined, baseUrl: string): string {
  if (wanted == null || !plainPath.test(wanted) || !URL.canParse(wanted, baseUrl)) return '/'
  const { origin, pathname } = new URL(wanted, baseUrl)
  return origin === baseUrl && !pathname.startsWith('//') ? wanted : '/'
}

/** A path with a query, leaving out what is empty. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`
}
