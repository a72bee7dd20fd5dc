import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as cheerio from 'cheerio'
import pg from 'pg'
import { accessKey, bucketName, startS3Server } from '../attachments/s3-server.ts'
import { multipart } from '../support/client.ts'
import type { Bench } from './bench.ts'
import { cookiesOf, send, type Request } from './client.ts'
import { hold, megabytes } from './report.ts'
import { seeded } from './seed.ts'
import { startOurs, type Running } from './servers.ts'

const megabyte = 1_000_000

/** Many large files at once, to the disk and to a bucket: none may be held in memory. */
export async function measureUploads(bench: Bench): Promise<void> {
  await measure(bench, '', {})
  const s3 = await startS3Server()
  await measure(bench, ' to a bucket', { FILES_URL: `http://${accessKey}:secret@127.0.0.1:${s3.port}/${bucketName}` })
  await s3.stop()
}

async function measure({ server, folder, quick }: Bench, where: string, settings: Record<string, string>): Promise<void> {
  const seed = await seeded(server, 1_000)
  const ours = await startOurs(seed.url, join(folder, `uploads${where}`), settings)
  const count = quick ? 5 : 20
  const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(10 * megabyte - 9)])
  const post = await poster(ours, seed.customer, file)
  await warmUp(ours, post)

  const title = `Upload ${randomUUID()}`
  const before = await idle(ours)
  const statuses = await Promise.all(Array.from({ length: count }, () => post(title)))
  const grown = await ours.memory('peak') - before
  const there = await opened(seed.url, title, file.length)
  await ours.stop()
  if (statuses.some(status => status !== 303)) throw new Error(`The uploads were answered ${statuses.join(' ')}`)
  hold(`memory grown by ${count} uploads of 10 MB at once${where}`, grown, '≤', 50 * megabyte, megabytes, `, from ${megabytes(before)}`)
  hold(`tickets with their file after ${count} uploads${where}`, there, '≥', count, String)
}

/** How to open a ticket with that file; the proof and the cookie come from a page, as in a browser. */
async function poster({ origin }: Running, session: string, file: Buffer): Promise<(title: string) => Promise<number>> {
  const cookie = await cookiesOf(origin, session)
  const { body } = await send({ origin, path: '/tickets/new', cookie })
  const $ = cheerio.load(body)
  const value = (name: string) => String($(`[name=${name}]`).first().val())
  const fixed = { _csrf: value('_csrf'), author: value('author'), category: 'problem', priority: 'normal', intent: 'send', description: 'A large file.' }

  return async title => {
    const { type, payload } = multipart({ ...fixed, title, submission: randomUUID() }, [{ name: 'scan.pdf', content: file, type: 'application/pdf' }])
    const request: Request = { origin, path: '/tickets', cookie, post: { type, body: payload } }
    return (await send(request)).status
  }
}

/** Everything is loaded and has been used once when the measuring begins. */
async function warmUp({ origin }: Running, post: (title: string) => Promise<number>): Promise<void> {
  for (let time = 0; time < 200; time++) await send({ origin, path: '/sign-in' })
  for (let time = 0; time < 3; time++) await post('Warm-up')
}

async function idle(ours: Running): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 2_000))
  await ours.memory('peak')
  return ours.memory('now')
}

async function opened(url: string, title: string, size: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ count: string }>('select count(*) from tickets join attachments on ticket_id = tickets.id where title = $1 and bytes = $2', [title, size])
  await client.end()
  return Number(rows[0]?.count)
}
