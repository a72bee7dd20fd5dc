import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { badRequest } from './errors.ts'
import { cleanText, fieldBytes, formBytes, readMultipart, tooLarge } from './multipart.ts'

export { readMultipart, type FilePart } from './multipart.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What a posted form holds, as soon as it was read. */
    form: URLSearchParams | undefined
    /** In which of its fields files were chosen. */
    fileFields: Set<string> | undefined
    /** Reads a form that is refused before anybody has read it, so that what was typed can be given back. */
    rescueForm(): Promise<void>
  }
}

const fieldsAtMost = 200
/** An honest upload over a bad line takes its time; in milliseconds. */
const uploadAtMost = 600_000

/** Understands the two ways in which browsers post forms, and nothing else. */
export const body = fp<{ filesAtMost: number; fileBytes: number }>(async (app, { filesAtMost, fileBytes }) => {
  app.removeAllContentTypeParsers()
  app.decorateRequest('form', undefined)
  app.decorateRequest('fileFields', undefined)
  app.decorateRequest('rescueForm', rescueForm)
  await app.register(formbody, { bodyLimit: formBytes, parser: text => ({ form: text }) })
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fieldNameSize: 100, fieldSize: formBytes, fields: fieldsAtMost, fileSize: fileBytes,
      // A few more than allowed, so that "too many" is an answer beside the field and not a broken line.
      files: filesAtMost * 2, parts: fieldsAtMost + filesAtMost * 2, headerPairs: 20,
    },
  })

  app.addHook('onRoute', route => {
    if (route.config?.files) route.handlerTimeout = uploadAtMost
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
    if ([...request.form.keys()].length > fieldsAtMost) throw badRequest()
    // In this form, a character can take nine bytes for three.
    if (form.length > fieldBytes) throw tooLarge()
  })
}, { name: 'body' })

/** Reads only what was typed, lets the files pass by, and checks the proof. */
export async function readFields(request: FastifyRequest): Promise<void> {
  if (request.isMultipart()) await readMultipart(request, async part => void part.file.resume())
  else request.proveForm()
}

async function rescueForm(this: FastifyRequest): Promise<void> {
  if (this.method !== 'POST') return
  const isUnread = this.form === undefined && this.isMultipart() && !this.raw.destroyed
  try {
    if (isUnread) await readFields(this)
    else this.proveForm()
  } catch {
    // It is being refused already. Of one without a proof the text is given back too, with a new one.
  }
}

function clean(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...form].map(([name, value]) => [name, cleanText(value)]))
}
