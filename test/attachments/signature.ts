import { createHash, createHmac } from 'node:crypto'

/** A request as it came in: its address is what stands in the first line. */
export interface Signed { method: string; url: string; headers: Record<string, string | string[] | undefined> }

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** The signature that AWS's version 4 asks of this request, for the headers that it says it signed; written from their description. */
export function signatureOf(request: Signed, secret: string): string {
  const { Credential = '', SignedHeaders = '' } = partsOf(request)
  const [, ...scope] = Credential.split('/')
  const canonical = createHash('sha256').update(canonicalOf(request, SignedHeaders)).digest('hex')
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope.join('/'), canonical].join('\n')
  const key = scope.reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

/** What the request says of its signature. */
export function partsOf({ headers }: Signed): Record<string, string> {
  const [, words = ''] = /^AWS4-HMAC-SHA256 (.*)$/.exec(String(headers['authorization'])) ?? []
  return Object.fromEntries(words.split(/, ?/).map(part => part.split('=', 2)))
}

function canonicalOf({ method, url, headers }: Signed, signed: string): string {
  const { pathname, searchParams } = new URL(url, 'http://bucket')
  const query = [...searchParams].map(pair => pair.map(encoded).join('=')).sort().join('&')
  const lines = signed.split(';').map(name => `${name}:${String(headers[name]).trim()}`)
  return [method, pathname, query, ...lines, '', signed, headers['x-amz-content-sha256']].join('\n')
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
