import type { FastifyRequest } from 'fastify'
import type { Trx } from '../../db/connect.ts'
import { signedIn } from '../../web/access.ts'
import { newSubmission, once, submissionOf } from '../../web/submissions.ts'

/** Does what a button of a list asks for: the same press twice acts once, and another button of the same page, named otherwise, acts as well. */
export async function actOnPress(request: FastifyRequest, button: string, act: (trx: Trx) => Promise<void>): Promise<void> {
  const attempt = (key: string) => once(request.server.db, signedIn(request).id, key, button, async trx => {
    await act(trx)
    return 'done'
  })
  if ((await attempt(submissionOf(request.form))).changed) await attempt(newSubmission())
}
