import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addDraftFiles, dropDraftFiles, listDraftFiles, type FileLine, type StoredFile } from '../attachments/index.ts'
import type { Trx } from '../db/connect.ts'
import { signedIn } from '../web/access.ts'
import { tooMany } from '../web/errors.ts'
import { t } from '../web/i18n.ts'
import { isUuid, submissionOf, type Outcome } from '../web/submissions.ts'
import { countTry } from '../web/throttle.ts'
import { keysOf, receiveForm, removeBytes } from './receive.ts'
import { deleteDraft, lockDraft, saveDraft, type DraftForm } from './store.ts'

/** What the person wants done with what they wrote. */
type Intent = 'send' | 'draft' | 'preview'

/** A form with files as it arrived: its files are safe with a draft, whatever becomes of the rest. */
export interface Composed {
  submission: string
  intent: Intent
  files: FileLine[]
  filesProblem: string | undefined
  /** The files that came with this very form, and those ticked away: what waited with its draft is gone once it was sent. */
  brought: { files: Pick<FileLine, 'name' | 'sha256'>[]; dropped: string[] }
}

const own = new Set(['_csrf', 'author', 'submission', 'intent', 'drop', 'shown'])
const perPerson = { tries: 600, seconds: 3_600 }

/** What was typed into a form, without the fields that we put there. */
export function typedFields(form: URLSearchParams | undefined): Record<string, string> {
  return Object.fromEntries([...form ?? []].filter(([name]) => !own.has(name)))
}

/** What a form says, its files by their content: the same form sent again says the same, though its files came anew. */
export function contentOf(said: unknown, { brought }: Pick<Composed, 'brought'>): string {
  return JSON.stringify([said, brought])
}

/** Receives a form that may bring files. Files already received with the same submission stay, but for those ticked away. */
export async function compose(app: FastifyInstance, request: FastifyRequest, form: DraftForm, ticketId?: string): Promise<Composed> {
  const { id: personId } = signedIn(request)
  const { files, problems } = await receiveForm(app, request)
  const wait = await countTry(app.db, `forms:${personId}`, perPerson)
  if (wait > 0) {
    await removeBytes(app, files.flatMap(keysOf))
    throw tooMany(wait)
  }

  const { gone, surplus, ...kept } = await app.db.transaction().execute(trx => keep(trx, request, { form, ticketId }, files, app.uploads.filesAtMost))
  await removeBytes(app, gone)
  if (surplus) problems.push(t('files.too-many', { count: app.uploads.filesAtMost }))
  const brought = { files: files.map(({ name, sha256 }) => ({ name, sha256 })), dropped: request.form?.getAll('drop') ?? [] }
  return { ...kept, brought, intent: intentOf(request.form), filesProblem: problems.length === 0 ? undefined : [...new Set(problems)].join(' ') }
}

/** Throws away what was left unsent, its files too. */
export async function throwAway(app: FastifyInstance, personId: string, draftId: string): Promise<void> {
  await removeBytes(app, await deleteDraft(app.db, personId, draftId))
}

/** Whether a form that was sent before says more this time. If not, what came with it again is thrown away. */
export async function saysMore(app: FastifyInstance, personId: string, { submission, brought }: Composed, { repeated, changed }: Outcome): Promise<boolean> {
  if (!repeated || changed) return changed
  const waiting = await listDraftFiles(app.db, personId, submission)
  if (waiting.some(file => !brought.files.some(known => isSame(known, file)))) return true
  await throwAway(app, personId, submission)
  return false
}

interface Kept { submission: string; files: FileLine[]; gone: string[]; surplus: boolean }

/** Puts files to the form's draft, as many as fit. Under lock: the same form sent twice at once is read one after the other. */
async function keep(trx: Trx, request: FastifyRequest, content: { form: DraftForm; ticketId?: string | undefined }, files: StoredFile[], atMost: number): Promise<Kept> {
  const { id: personId } = signedIn(request)
  const asked = submissionOf(request.form)
  await lockDraft(trx, asked)
  const ticked = request.form?.getAll('drop').filter(isUuid) ?? []
  const dropped = ticked.length === 0 ? [] : await dropDraftFiles(trx, personId, asked, ticked)
  const submission = files.length === 0 ? asked : await saveDraft(trx, personId, asked, { ...content, fields: typedFields(request.form) })

  const before = await listDraftFiles(trx, personId, submission)
  const fresh = files.filter((file, at) => ![...before, ...files.slice(0, at)].some(known => isSame(known, file)))
  const taken = fresh.slice(0, Math.max(atMost - before.length, 0))
  await addDraftFiles(trx, personId, submission, taken)
  return {
    submission,
    files: taken.length === 0 ? before : await listDraftFiles(trx, personId, submission),
    gone: [...dropped, ...files.filter(file => !taken.includes(file)).flatMap(keysOf)],
    surplus: taken.length < fresh.length,
  }
}

const isSame = (one: Pick<StoredFile, 'name' | 'sha256'>, other: typeof one): boolean => one.sha256 === other.sha256 && one.name === other.name

function intentOf(form: URLSearchParams | undefined): Intent {
  const intent = form?.get('intent')
  return intent === 'draft' || intent === 'preview' ? intent : 'send'
}
