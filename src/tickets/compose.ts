import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accepted } from '../attachments/index.ts'
import { draftsOnTicket, type Composed, type Draft, type DraftForm } from '../drafts/index.ts'
import { signedIn } from '../web/access.ts'
import type { SafeHtml } from '../web/markdown/index.ts'
import { newSubmission } from '../web/submissions.ts'
import type { Compose } from './views.ts'

/** A form with files as the page shows it: blank, or as it was received. */
export function composeView(app: FastifyInstance, composed?: Pick<Composed, 'submission' | 'files' | 'filesProblem'>, preview?: SafeHtml): Compose {
  const { submission = newSubmission(), files = [], filesProblem } = composed ?? {}
  const { filesAtMost, megabytes } = app.uploads
  return { submission, files, filesProblem, preview, accept: accepted, filesAtMost, megabytes }
}

/** The same, continued from a draft. */
export function composeFromDraft(app: FastifyInstance, draft: Pick<Draft, 'id' | 'files'> | undefined): Compose {
  return composeView(app, draft && { submission: draft.id, files: draft.files, filesProblem: undefined })
}

/** What this person left unsent in a form of the ticket, that which the address names or else the latest, ready for the page. A GET makes no draft: who came with none is not asked about. */
export async function unsent(app: FastifyInstance, request: FastifyRequest, form: DraftForm, ticketId: string) {
  const { id, drafts } = signedIn(request)
  if (request.method === 'GET' && drafts === 0) return continued(app, undefined)
  const left = await draftsOnTicket(app.db, id, [form], ticketId).execute()
  const { draft: asked } = request.query as { draft?: unknown }
  return continued(app, left.find(draft => draft.id === asked) ?? left[0])
}

/** A form as a draft left it, or blank. */
export function continued(app: FastifyInstance, draft: Pick<Draft, 'id' | 'fields' | 'files'> | undefined) {
  return { form: { values: draft?.fields ?? {}, errors: {} }, compose: composeFromDraft(app, draft) }
}
