import { createTransport, letterRenderer, sendQueued } from '../../src/notifications/index.ts'
import { constantHelpers, createEta } from '../../src/web/views.ts'
import type { World } from '../support/world.ts'

/** Sends all that waits in the outbox once, as the queue would, with so much patience for a silent server. Returns what went wrong. */
export async function sendAll({ db, config, logged }: World, SMTP_URL?: string, patience = 30_000): Promise<string[]> {
  const render = letterRenderer(createEta({ plainText: true }), createEta(), constantHelpers(config, () => '', undefined))
  const waits = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience }
  const transport = createTransport({ ...config, ...(SMTP_URL !== undefined && { SMTP_URL }) }, render, sentence => logged.push(sentence), waits)
  const problems: string[] = []
  for (const { id } of await db.selectFrom('mails').select('id').where('sent_at', 'is', null).orderBy('created_at').execute()) {
    await sendQueued(db, transport, config.baseUrl, id).catch((error: unknown) => problems.push(String(error)))
  }
  transport.close()
  return problems
}

export async function outboxOf({ db }: World) {
  return db.selectFrom('mails').select(['kind', 'address', 'tries', 'last_error', 'sent_at', 'details']).orderBy('created_at').execute()
}
