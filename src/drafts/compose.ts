import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addDraftFiles, dropDraftFiles, listDraftFiles, receiveFile, type FileLine, type StoredFile } from '../attachments/index.ts'
import { signedIn } from '../web/access.ts'
import { readMultipart } from '../web/body.ts'
import { Refusal } from '../web/errors.ts'
import { t } from '../web/i18n.ts'
import { isUuid, submissionOf } from '../web/submissions.ts'
import { saveDraft, type DraftForm } from './store.ts'

/** What the person wants done with what they wrote. */
export type Intent = 'send' | 'draft' | 'preview'

/** A form with files as it arrived: its files are safe with a draft, whatever becomes of the rest. */
export interface Composed {
  submission: string
  intent: Intent
  files: FileLine[]
  filesProblem: string | undefined
}

const own = new Set(['_csrf', 'author', 'submission', 'intent', 'drop'])

/** What was typed into a form, without the fields that we put there. */
export function typedFields(form: URLSearchParams | undefined): Record<string, string> {
  return Object.fromEntries([...form ?? []].filter(([name]) => !own.has(name)))
}

/** Receives a form that may bring files. Files already received with the same submission stay, but for those ticked away. */
export async function compose(app: FastifyInstance, request: FastifyRequest, form: DraftForm, ticketId?: string): Promise<Composed> {
  const { id: personId } = signedIn(request)
  const { files, problem } = await receiveAll(app, request)
  const submission = submissionOf(request.form)
  await dropTicked(app, request, submission)

  const kept = await listDraftFiles(app.db, personId, submission)
  const { taken, problem: surplus } = fitting(app, files, kept.length)
  const draftId = taken.length === 0 ? submission : await keepWithDraft(app, personId, submission, { form, ticketId, fields: typedFields(request.form) }, taken)
  await removeBytes(app, files.filter(file => !taken.includes(file)).flatMap(keysOf))
  return {
    submission: draftId,
    intent: intentOf(request.form),
    files: taken.length === 0 ? kept : await listDraftFiles(app.db, personId, draftId),
    filesProblem: problem ?? surplus,
  }
}

async function receiveAll(app: FastifyInstance, request: FastifyRequest): Promise<{ files: StoredFile[]; problem?: string }> {
  const files: StoredFile[] = []
  let problem: string | undefined
  try {
    if (!request.isMultipart()) request.proveForm()
    else await readMultipart(request, async part => {
      if (part.filename === '') return
      const receipt = await receiveFile(app.storage, part, app.uploads)
      if ('file' in receipt) files.push(receipt.file)
      else problem ??= receipt.problem
    })
  } catch (error) {
    if (!isBrokenOff(error)) {
      await removeBytes(app, files.flatMap(keysOf))
      throw error
    }
    request.log.info({ err: error }, 'upload broke off')
    request.proveForm()
    problem = t('files.cut-off')
  }
  return { files, ...(problem !== undefined && { problem }) }
}

/** The line was cut, or the form was not a well-formed one: what arrived before is kept. */
function isBrokenOff(error: unknown): boolean {
  if (error instanceof Refusal) return false
  const { statusCode, code, message = '' } = error as { statusCode?: number; code?: string; message?: string }
  if (code === 'FST_FILES_LIMIT') return true
  return statusCode === undefined && /Unexpected end|Malformed|terminated early|aborted|premature/i.test(message)
}

/** As many as still fit beside those already kept. */
function fitting(app: FastifyInstance, files: StoredFile[], kept: number): { taken: StoredFile[]; problem?: string } {
  const { filesAtMost } = app.uploads
  const taken = files.slice(0, Math.max(filesAtMost - kept, 0))
  return taken.length === files.length ? { taken } : { taken, problem: t('files.too-many', { count: filesAtMost }) }
}

async function keepWithDraft(app: FastifyInstance, personId: string, submission: string, content: Parameters<typeof saveDraft>[3], files: StoredFile[]): Promise<string> {
  return app.db.transaction().execute(async trx => {
    const draftId = await saveDraft(trx, personId, submission, content)
    await addDraftFiles(trx, personId, draftId, files)
    return draftId
  })
}

async function dropTicked(app: FastifyInstance, request: FastifyRequest, submission: string): Promise<void> {
  const ids = request.form?.getAll('drop').filter(isUuid) ?? []
  if (ids.length > 0) await removeBytes(app, await dropDraftFiles(app.db, signedIn(request).id, submission, ids))
}

const keysOf = ({ storage_key, thumbnail_key }: StoredFile) => thumbnail_key === null ? [storage_key] : [storage_key, thumbnail_key]

/** After the rows are gone: a crash in between leaves only files that the sweep finds. */
export async function removeBytes(app: FastifyInstance, keys: string[]): Promise<void> {
  await Promise.all(keys.map(key => app.storage.remove(key)))
}

function intentOf(form: URLSearchParams | undefined): Intent {
  const intent = form?.get('intent')
  return intent === 'draft' || intent === 'preview' ? intent : 'send'
}
