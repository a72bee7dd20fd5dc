import { openPost, sendMails } from '../../src/notifications/index.ts'
import type { World } from '../support/world.ts'

/** Sends all that waits in the outbox once, as the queue would, with so much patience for a silent server. Returns what went wrong. */
export async function sendAll({ db, config, services: { queue, secret }, logged }: World, SMTP_URL?: string, patience = 30_000): Promise<string[]> {
  const waits = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience }
  const post = openPost({ config: { ...config, ...(SMTP_URL !== undefined && { SMTP_URL }) }, db, queue, secret }, sentence => logged.push(sentence), waits)
  const problems: string[] = []
  for (const { id } of await db.selectFrom('mails').select('id').where('sent_at', 'is', null).orderBy('created_at').execute()) {
    problems.push(...(await sendMails(post, [id])).flatMap(error => error === undefined ? [] : String(error)))
  }
  post.transport.close()
  return problems
}

export async function outboxOf({ db }: World) {
  return db.selectFrom('mails').select(['kind', 'address', 'tries', 'last_error', 'sent_at', 'refused_at', 'due_at', 'details']).orderBy('created_at').execute()
}
