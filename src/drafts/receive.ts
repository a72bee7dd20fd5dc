import type { FastifyInstance, FastifyRequest } from 'fastify'
import { receiveFile, type StoredFile } from '../attachments/index.ts'
import { readMultipart, type FilePart } from '../web/body.ts'
import { Refusal } from '../web/errors.ts'
import { t } from '../web/i18n.ts'

/** What a form brought: files in the storage, and sentences about those that were not taken. */
export interface Arrived { files: StoredFile[]; problems: string[] }

/** Reads a whole form. What broke off on the way keeps what came before; what is refused leaves nothing behind. */
export async function receiveForm(app: FastifyInstance, request: FastifyRequest): Promise<Arrived> {
  const arrived: Arrived = { files: [], problems: [] }
  try {
    if (!request.isMultipart()) request.proveForm()
    else await readMultipart(request, part => receivePart(app, part, arrived))
  } catch (error) {
    const problem = brokenOff(app, error)
    if (problem === undefined) {
      await removeBytes(app, arrived.files.flatMap(keysOf))
      throw error
    }
    request.log.info({ err: error }, 'upload broke off')
    request.proveForm()
    arrived.problems.push(problem)
  }
  return arrived
}

/** Takes bytes out of the storage whose rows are gone: what a crash or an outage leaves there, the sweep finds. */
export async function removeBytes(app: FastifyInstance, keys: string[]): Promise<void> {
  await Promise.all(keys.map(key => app.storage.remove(key).catch((err: unknown) => app.log.error({ err }, 'bytes were not removed'))))
}

export const keysOf = ({ storage_key, thumbnail_key }: StoredFile) => thumbnail_key === null ? [storage_key] : [storage_key, thumbnail_key]

async function receivePart(app: FastifyInstance, part: FilePart, { files, problems }: Arrived): Promise<void> {
  // A file field in which nothing was chosen.
  if (!part.filename) return
  const receipt = await receiveFile(app.storage, part, app.uploads)
  if ('file' in receipt) files.push(receipt.file)
  else problems.push(receipt.problem)
  if ('cause' in receipt) app.log.error({ err: receipt.cause }, 'a file was not stored')
}

/** What to say where the line was cut, the form was not a well-formed one or held far too many files; undefined for any other error. */
function brokenOff(app: FastifyInstance, error: unknown): string | undefined {
  if (error instanceof Refusal) return undefined
  const { statusCode, code, message = '' } = error as { statusCode?: number; code?: string; message?: string }
  if (code === 'FST_FILES_LIMIT') return t('files.too-many', { count: app.uploads.filesAtMost })
  const cut = statusCode === undefined && /Unexpected end|Malformed|terminated early|aborted|premature/i.test(message)
  return cut ? t('files.cut-off') : undefined
}
