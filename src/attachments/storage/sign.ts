import { AwsV4Signer } from 'aws4fetch'

/** What is sent, of known length and sum: many a server refuses anything else. Opened anew for each attempt. */
interface Payload { bytes: number; sha256: string; open(): Promise<AsyncIterable<Uint8Array>> }

/** One request of a bucket. All that we ask can be asked twice. */
export interface Ask {
  method: 'GET' | 'PUT' | 'DELETE'
  /** The object's name; of the bucket itself, none. */
  name: string
  query?: Record<string, string>
  headers?: Record<string, string>
  payload?: Payload
}

export interface Signed { url: URL; headers: Record<string, string> }

const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** How to sign what is asked of the bucket at https://KEY:SECRET@host/bucket?region=…, and what of that address nobody may read. */
export function openSigner(address: string): { sign(ask: Ask): Promise<Signed>; secrets: string[] } {
  const { origin, pathname, username, password, searchParams } = new URL(address)
  const credentials = { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) }
  const region = searchParams.get('region')
  const fixed = { ...credentials, ...(region !== null && { region }), service: 's3', cache: new Map<string, ArrayBuffer>() }
  const base = origin + pathname.replace(/\/$/, '')

  return {
    secrets: Object.values(credentials),
    async sign({ method, name, query = {}, headers = {}, payload }) {
      const words = new URLSearchParams(query).toString()
      const url = `${base}/${name}${words === '' ? '' : `?${words}`}`
      const signed = await new AwsV4Signer({ ...fixed, method, url, headers: { ...headers, 'x-amz-content-sha256': payload?.sha256 ?? nothing } }).sign()
      const length = payload === undefined ? {} : { 'content-length': String(payload.bytes) }
      return { url: signed.url, headers: { ...Object.fromEntries(signed.headers), ...length } }
    },
  }
}
