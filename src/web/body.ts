import formbody from '@fastify/formbody'
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { badRequest, Refusal } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What a posted form holds, as soon as it was read. */
    form: URLSearchParams | undefined
    /** True once all of a form's parts have arrived. */
    formIsWhole: boolean
  }
}

/** Longest text of one field, in bytes: far more than any form of ours asks for, so that "too long" is an answer beside the field. */
const fieldBytes = 1024 * 1024
/** Longest text of a form's fields together. */
const formBytes = 2 * fieldBytes
const fieldsAtMost = 200

/** Understands the two ways in which browsers post forms, and nothing else. */
export const body = fp<{ filesAtMost: number; fileBytes: number }>(async (app, { filesAtMost, fileBytes }) => {
  app.removeAllContentTypeParsers()
  app.decorateRequest('form', undefined)
  app.decorateRequest('formIsWhole', false)
  // In this form, a character can take nine bytes for three.
  await app.register(formbody, { bodyLimit: fieldBytes, parser: text => ({ form: text }) })
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fieldNameSize: 100, fieldSize: fieldBytes, fields: fieldsAtMost, fileSize: fileBytes,
      // A few more than allowed, so that "too many" is an answer beside the field and not a broken line.
      files: filesAtMost * 2, parts: fieldsAtMost + filesAtMost * 2, headerPairs: 20,
    },
  })

  app.addHook('onRequest', async request => {
    const type = request.headers['content-type'] ?? ''
    const { length } = /boundary="?([^";]*)/i.exec(type)?.[1] ?? ''
    if (length > 70 || (length === 0 && type.startsWith('multipart/'))) throw badRequest()
  })

  app.addHook('preValidation', async request => {
    if (request.method !== 'POST' || request.isMultipart()) return
    const { form = '' } = (request.body ?? {}) as { form?: string }
    request.form = clean(new URLSearchParams(form))
    request.formIsWhole = true
    if ([...request.form.keys()].length > fieldsAtMost) throw badRequest()
  })
}, { name: 'body' })

/** The file part of a form, still to be read; `truncated` is known once the stream has ended. */
export type FilePart = MultipartFile

/**
 * Reads a form with files part by part. The proof is checked before the first byte of a file is
 * looked at; each file must be consumed by `onFile` before the next part comes.
 */
export async function readMultipart(request: FastifyRequest, onFile: (part: FilePart) => Promise<void>): Promise<void> {
  try {
    await readParts(request, onFile)
  } catch (error) {
    // The rest passes by unread: a browser that is still sending sees no answer, and would hold its line.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
}

async function readParts(request: FastifyRequest, onFile: (part: FilePart) => Promise<void>): Promise<void> {
  const form = new URLSearchParams()
  request.form = form
  let bytes = 0
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      request.proveForm()
      await onFile(part)
      part.file.resume()
    } else {
      const value = String(part.value)
      bytes += Buffer.byteLength(value)
      if (part.fieldnameTruncated || part.valueTruncated || bytes > formBytes) throw new Refusal(413, 'errors.too-large')
      form.append(part.fieldname, withoutNul(value))
    }
  }
  request.formIsWhole = true
  request.proveForm()
}

/** Reads only what was typed, lets the files pass by, and checks the proof. */
export async function readFields(request: FastifyRequest): Promise<void> {
  if (request.isMultipart()) await readMultipart(request, async part => void part.file.resume())
  else request.proveForm()
}

function clean(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...form].map(([name, value]) => [name, withoutNul(value)]))
}

/** NUL is the one character that PostgreSQL text cannot hold, and nobody types it; browsers send line ends as CR LF. */
function withoutNul(value: string): string {
  return value.replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed()
}
