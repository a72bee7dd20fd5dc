import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { accessKey, bucketName, startS3Server } from './s3-server.ts'
import { partsOf, signatureOf } from './signature.ts'

type Teardown = { teardown(end: () => unknown): void }

/** A secret as AWS makes them, with signs that an address must hold encoded. */
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
export const secretInUrl = encodeURIComponent(secret)

/** A bucket of its own for one test. */
export interface Bucket {
  url: string
  /** What it was asked so far, such as `PUT files/ab/…`. */
  asked: string[]
  /** What to do with requests from here on, before they are looked at: nothing if it returns false. */
  trouble: (request: IncomingMessage, answer: ServerResponse) => boolean
  /** What becomes of a PUT that says `If-None-Match`. */
  conditions: 'kept' | 'ignored' | 'unknown'
  /** How many objects a list holds at most. */
  pageSize: number
}

/** Before a real S3 server, which believes any signature, stands a gate: it checks signatures, sums and lengths as AWS does, and can make trouble. */
export async function freshBucket(t: Teardown): Promise<Bucket> {
  const server = await startS3Server()
  const bucket: Bucket = { url: '', asked: [], trouble: () => false, conditions: 'kept', pageSize: 1_000 }
  const gate = createServer((request, answer) => {
    bucket.asked.push(`${request.method} ${request.url?.replace(`/${bucketName}/`, '')}`)
    if (!bucket.trouble(request, answer)) pass(bucket, server.port, request, answer).catch(() => answer.destroy())
  }).listen(0, '127.0.0.1')
  await once(gate, 'listening')
  t.teardown(async () => {
    gate.closeAllConnections()
    gate.close()
    await server.stop()
  })
  const { port } = gate.address() as AddressInfo
  bucket.url = `http://${accessKey}:${secretInUrl}@127.0.0.1:${port}/${bucketName}?region=eu-test-1`
  return bucket
}

/** Refuses as S3 does. */
export function refuse(answer: ServerResponse, status: number, code: string, message = ''): true {
  answer.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><AWSAccessKeyId>${accessKey}</AWSAccessKeyId></Error>`)
  return true
}

/** Ends the line without a word. */
export function cut({ socket }: IncomingMessage): true {
  socket.destroy()
  return true
}

async function pass({ conditions, pageSize }: Bucket, port: number, incoming: IncomingMessage, answer: ServerResponse): Promise<unknown> {
  const { method = '', url = '', headers } = incoming
  const { Signature, Credential = '' } = partsOf({ method, url, headers })
  if (!Credential.startsWith(`${accessKey}/`)) return refuse(answer, 403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
  if (Signature !== signatureOf({ method, url, headers }, secret)) return refuse(answer, 403, 'SignatureDoesNotMatch', `The request signature we calculated does not match, ${secret}.`)
  if (!Credential.includes('/eu-test-1/')) return refuse(answer, 400, 'AuthorizationHeaderMalformed', 'The region is wrong; expecting &apos;eu-test-1&apos;')
  if (headers['transfer-encoding'] !== undefined || (method === 'PUT' && headers['content-length'] === undefined)) return refuse(answer, 411, 'MissingContentLength')
  const body = await buffer(incoming)
  if (createHash('sha256').update(body).digest('hex') !== headers['x-amz-content-sha256']) return refuse(answer, 400, 'XAmzContentSHA256Mismatch')

  const { 'if-none-match': condition, authorization: _, ...others } = headers
  if (method === 'PUT' && condition !== undefined) {
    if (conditions === 'unknown') return refuse(answer, 501, 'NotImplemented')
    if (conditions === 'kept' && (await ask(port, 'HEAD', url)).statusCode === 200) return refuse(answer, 412, 'PreconditionFailed')
  }
  const listed = url.includes('list-type=2&prefix') ? `${url}&max-keys=${pageSize}` : url
  const { statusCode = 500, headers: told, ...rest } = await ask(port, method, listed, others, body)
  answer.writeHead(statusCode, told).end(rest.body)
}

async function ask(port: number, method: string, path: string, headers: IncomingMessage['headers'] = {}, body?: Buffer) {
  const asked = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, connection: 'close' } }).end(body)
  const [answer] = await once(asked, 'response') as [IncomingMessage]
  return { statusCode: answer.statusCode, headers: answer.headers, body: await buffer(answer) }
}
