import * as cheerio from 'cheerio'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { checkPage } from './page-promises.ts'

export type Fields = Record<string, string | string[]>
export interface Upload { field?: string; name: string; content: Buffer | string; type?: string }
export interface Answer { response: LightMyRequestResponse; status: number; location: string | undefined; body: string; $: cheerio.CheerioAPI }

/** A browser with cookies, which checks the promises on every page it is shown. */
export interface Client {
  cookies: Record<string, string>
  get(url: string, headers?: Record<string, string>): Promise<Answer>
  /** Posts a form, with the proof that our own pages put into it. */
  post(url: string, fields?: Fields, headers?: Record<string, string>): Promise<Answer>
  /** Posts a form with files. */
  upload(url: string, fields: Fields, files: Upload[], headers?: Record<string, string>): Promise<Answer>
  /** The hidden fields of a form made for this browser. */
  proof(): Promise<Record<string, string>>
}

/** What htmx sends when it swaps that element. */
export const swap = (target: string) => ({ 'hx-request': 'true', 'hx-request-type': 'partial', 'hx-target': `section#${target}` })

export function client(t: Test, app: FastifyInstance, cookies: Record<string, string>): Client {
  let known: { of: string | undefined; fields: Record<string, string> } | undefined

  async function visit(options: InjectOptions): Promise<Answer> {
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.inject({ ...options, headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...(cookie !== '' && { cookie }), ...options.headers } })
    for (const { name, value, maxAge } of response.cookies) {
      if (value === '' || maxAge === 0) delete cookies[name]
      else cookies[name] = value
    }
    const $ = once(() => cheerio.load(response.body))
    if (response.body.startsWith('<!doctype html>')) checkPage(t, $(), String(options.url))
    const location = response.headers.location ?? response.headers['hx-redirect']
    return { response, status: response.statusCode, location: location === undefined ? undefined : String(location), body: response.body, get $() { return $() } }
  }

  const session = () => cookies['session'] ?? cookies['__Host-session']

  /** Every page that has a form shows one of these; the token depends on who is signed in. */
  async function proof(): Promise<Record<string, string>> {
    const page = session() === undefined ? '/sign-in' : '/account/security'
    const { $ } = await visit({ method: 'GET', url: page })
    return { _csrf: $('[name=_csrf]').first().val() as string, author: $('[name=author]').first().val() as string }
  }

  /** Like a page that was opened once, until somebody signs in or out. */
  async function proven(fields: Fields): Promise<Fields> {
    if (known === undefined || known.of !== session()) known = { of: session(), fields: await proof() }
    return { ...known.fields, ...fields }
  }

  return {
    cookies, proof,
    get: (url, headers = {}) => visit({ method: 'GET', url, headers }),
    async post(url, fields = {}, headers = {}) {
      const payload = urlencoded(await proven(fields))
      return visit({ method: 'POST', url, payload, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })
    },
    async upload(url, fields, files, headers = {}) {
      const { type, payload } = multipart(await proven(fields), files)
      return visit({ method: 'POST', url, payload, headers: { 'content-type': type, ...headers } })
    },
  }
}

/** Reading a page takes longer than answering it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const pairs = (fields: Fields) => Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))

function urlencoded(fields: Fields): string {
  return new URLSearchParams(pairs(fields)).toString()
}

export function multipart(fields: Fields, files: Upload[]): { type: string; payload: Buffer } {
  const boundary = '----guichet-test'
  const part = (head: string, content: Buffer | string) => [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]
  const parts = [
    ...pairs(fields).flatMap(([name, value]) => part(`name="${name}"`, value)),
    ...files.flatMap(({ field = 'files', name, content, type = 'application/octet-stream' }) => part(`name="${field}"; filename="${name}"\r\nContent-Type: ${type}`, content)),
  ]
  return { type: `multipart/form-data; boundary=${boundary}`, payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) }
}
