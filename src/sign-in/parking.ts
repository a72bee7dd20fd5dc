import type { FastifyReply, FastifyRequest } from 'fastify'
import { saveDraft, typedFields } from '../drafts/index.ts'
import { authorOf } from '../web/csrf.ts'
import { readFields } from '../web/body.ts'
import { goTo } from '../web/htmx.ts'
import { withQuery } from '../web/next.ts'
import { newSubmission } from '../web/submissions.ts'

/**
 * Sends somebody whose session is over to sign in. What they posted is kept for the person the form
 * was made for, and only for them: after signing in they find it and can send it on.
 */
export async function askToSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (request.method !== 'POST') return goTo(reply, withQuery('/sign-in', { next: request.swapTarget === undefined ? request.url : undefined }))

  await readFields(request)
  const author = authorOf(request)
  if (author === undefined) return goTo(reply, '/sign-in')
  const fields = { ...typedFields(request.form), action: request.url, submission: request.form?.get('submission') ?? '' }
  const id = await saveDraft(request.server.db, author, newSubmission(), { form: 'parked', fields })
  return goTo(reply, withQuery('/sign-in', { next: `/sign-in/kept/${id}` }))
}
