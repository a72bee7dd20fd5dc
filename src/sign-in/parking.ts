import type { FastifyReply, FastifyRequest } from 'fastify'
import { saveDraft, typedFields } from '../drafts/index.ts'
import { readFields } from '../web/body.ts'
import { authorOf } from '../web/csrf.ts'
import { forbidden, tooMany } from '../web/errors.ts'
import { goTo } from '../web/htmx.ts'
import { safeNext, withQuery } from '../web/next.ts'
import { resendOf, withoutSecrets } from '../web/resend.ts'
import { newSubmission } from '../web/submissions.ts'
import { countTry } from '../web/throttle.ts'
import { dropOldParked } from './store.ts'

const perAuthor = { tries: 60, seconds: 3_600 }
const keptAtMost = 20

/**
 * Sends somebody whose session is over to sign in. What they posted is kept for the person the form
 * was made for, and only for them: after signing in they find it and can send it on.
 */
export async function askToSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (request.method !== 'POST') return goTo(reply, withQuery('/sign-in', { next: pageOf(request) }))

  await readFields(request)
  if (resendOf(request) === undefined) return goTo(reply, withQuery('/sign-in', { next: pageOf(request) }))
  const author = authorOf(request)
  if (author === undefined) throw forbidden('errors.sign-in-first')
  const id = await park(request, author)
  return goTo(reply, withQuery('/sign-in', { next: `/sign-in/kept/${id}` }))
}

async function park(request: FastifyRequest, author: string): Promise<string> {
  const { server: { db } } = request
  const wait = await countTry(db, `parking:${author}`, perAuthor)
  if (wait > 0) throw tooMany(wait)
  const fields = { ...withoutSecrets(typedFields(request.form)), action: request.url, submission: request.form?.get('submission') ?? '', files: [...request.fileFields ?? []].join(' ') }
  const id = await saveDraft(db, author, newSubmission(), { form: 'parked', fields })
  await dropOldParked(db, author, keptAtMost)
  return id
}

/** The page on which the person was: what htmx says, or this address if it can be read and not only posted to. */
function pageOf(request: FastifyRequest): string | undefined {
  const { server, headers, url, routeOptions, swapTarget } = request
  if (swapTarget === undefined) return server.hasRoute({ method: 'GET', url: routeOptions.url ?? '' }) ? url : undefined
  const current = String(headers['hx-current-url'] ?? '')
  const { baseUrl } = server.config
  return current.startsWith(`${baseUrl}/`) ? safeNext(current.slice(baseUrl.length), baseUrl) : undefined
}
