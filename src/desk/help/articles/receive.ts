import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fileAddress, storeFile, type HelpFile, type Refusal } from '../../../help/index.ts'
import { readMultipart, type FilePart } from '../../../web/body.ts'
import { t, type MessageKey } from '../../../web/i18n.ts'

/** What came with a form: a line of Markdown for each file that was taken, and a sentence for each that was not. */
export interface Arrived { lines: string[]; problems: string[] }

const refusals: Record<Refusal, MessageKey> = { empty: 'files.empty', type: 'files.wrong-type', picture: 'desk-help.picture-refused' }

/** Reads the whole form, whichever way it was posted, and stores its files. */
export async function receive(app: FastifyInstance, request: FastifyRequest): Promise<Arrived> {
  const arrived: Arrived = { lines: [], problems: [] }
  if (request.isMultipart()) await readMultipart(request, part => take(app, part, arrived))
  else request.proveForm()
  return arrived
}

async function take(app: FastifyInstance, part: FilePart, { lines, problems }: Arrived): Promise<void> {
  // A file field in which nothing was chosen.
  if (!part.filename) return
  const stored = await storeFile(app, part.filename, part.file)
  const name = part.filename
  if (part.file.truncated) problems.push(t('files.too-large', { name, megabytes: app.uploads.megabytes }))
  else if ('refused' in stored) problems.push(t(refusals[stored.refused], { name }))
  else lines.push(lineOf(stored))
}

/** The Markdown that shows a picture, or leads to any other file. */
export function lineOf(file: HelpFile): string {
  const name = file.name.replace(/[\\[\]*_`<>]/g, '\\$&')
  return file.media_type.startsWith('image/') ? `![${name.replace(/\.\w+$/, '')}](${fileAddress(file)})` : `[${name}](${fileAddress(file)})`
}
