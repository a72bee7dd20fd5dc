import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/port.ts'

/** An S3 server in a process of its own, with one bucket. It knows one key and believes any signature: see bucket.ts. */
export interface S3Server {
  port: number
  stop(): Promise<void>
}

export const bucketName = 'guichet'
export const accessKey = 'S3RVER'

export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-s3-'))
  const port = await freePort()
  // It makes its marks for long lists with a cipher that OpenSSL has put away.
  const words = ['--openssl-legacy-provider', 'node_modules/s3rver/bin/s3rver.js', '--directory', folder, '--address', '127.0.0.1', '--port', String(port), '--silent', '--no-vhost-buckets', '--configure-bucket', bucketName]
  const child = spawn(process.execPath, words, { env: { NODE_NO_WARNINGS: '1' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  process.once('exit', () => child.kill('SIGKILL'))
  await Promise.race([once(child.stdout, 'data'), ended.then(() => { throw new Error('The S3 server did not start') })])
  return { port, async stop() {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  } }
}
