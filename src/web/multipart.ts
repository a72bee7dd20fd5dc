import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'

/** Longest text of one field, in bytes: far more than any form of ours asks for, so that "too long" is an answer beside the field. */
export const fieldBytes = 1024 * 1024
/** Longest text of a form's fields together. As much is read of one that is too long, to be given back. */
export const formBytes = 2 * fieldBytes

/** The file part of a form, still to be read; `truncated` is known once the stream has ended. */
export type FilePart = MultipartFile
type TakeFile = (part: FilePart) => Promise<void>
type Failure = { error: unknown } | undefined

/**
 * Reads a form with files part by part. The proof is checked before the first byte of a file is looked at; each file
 * must be consumed by `onFile` before the next part comes. Of a form that is refused on the way the rest is read all
 * the same, but for its files: what was typed is given back, and a browser that is still sending sees no answer anyway.
 */
export async function readMultipart(request: FastifyRequest, onFile: TakeFile): Promise<void> {
  const failure = await readParts(request, onFile)
  if (failure === undefined) return
  // What cannot be read passes by: the browser would hold its line.
  request.raw.unpipe()
  request.raw.resume()
  throw failure.error
}

/** Returns what went wrong first, if anything did. */
async function readParts(request: FastifyRequest, onFile: TakeFile): Promise<Failure> {
  const form = request.form = new URLSearchParams()
  const fileFields = request.fileFields = new Set<string>()
  let first: Failure
  const attempt = async (act: () => Promise<void> | void) => {
    const failure = await failureOf(act)
    first ??= failure
  }
  const addField = addingTo(form)
  await attempt(async () => {
    for await (const part of request.parts()) {
      if (part.type === 'field') await attempt(() => addField(part))
      else {
        if (part.filename) fileFields.add(part.fieldname)
        if (first === undefined) await attempt(() => takeProven(request, part, onFile))
        part.file.resume()
      }
    }
  })
  if (first === undefined) await attempt(() => request.proveForm())
  return first
}

async function failureOf(act: () => Promise<void> | void): Promise<Failure> {
  try {
    await act()
    return undefined
  } catch (error) {
    return { error }
  }
}

async function takeProven(request: FastifyRequest, part: FilePart, onFile: TakeFile): Promise<void> {
  request.proveForm()
  await onFile(part)
}

/** Adds to a form what was typed, as far as it can be given back whole. */
function addingTo(form: URLSearchParams): (part: MultipartValue) => void {
  let bytes = 0
  return part => {
    const value = String(part.value)
    const length = Buffer.byteLength(value)
    bytes += length
    if (part.fieldnameTruncated || part.valueTruncated || bytes > formBytes) throw tooLarge()
    form.append(part.fieldname, cleanText(value))
    if (length > fieldBytes) throw tooLarge()
  }
}

export const tooLarge = () => new Refusal(413, 'errors.too-large')

/** NUL is the one character that PostgreSQL text cannot hold, and nobody types it; browsers send line ends as CR LF. */
export function cleanText(value: string): string {
  return value.replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed()
}
