import * as cheerio from 'cheerio'

export interface Page { status: number; headers: Headers; location: string | null; body: string; $: cheerio.CheerioAPI }
/** What a form was made with: send it along, now or after a restart. */
export interface Proof { _csrf: string; author: string }

/** A browser with cookies, over the network. It follows no redirects. */
export class Visitor {
  readonly cookies = new Map<string, string>()

  constructor(sessionId?: string) {
    if (sessionId !== undefined) this.cookies.set('session', sessionId)
  }

  async get(url: string): Promise<Page> {
    return this.#visit(url, {})
  }

  async post(url: string, fields: Record<string, string>, files: File[] = []): Promise<Page> {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    for (const file of files) body.append('files', file)
    return this.#visit(url, { method: 'POST', body })
  }

  /** The hidden fields of the form on a page. */
  async proof(url: string): Promise<Proof> {
    const { $, status } = await this.get(url)
    const value = (name: string) => String($(`[name=${name}]`).first().val() ?? '')
    if (value('_csrf') === '') throw new Error(`${url} answered ${status}, without a form.`)
    return { _csrf: value('_csrf'), author: value('author') }
  }

  async bytes(url: string): Promise<Buffer> {
    const response = await this.#fetch(url, {})
    if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
    return Buffer.from(await response.arrayBuffer())
  }

  cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async #visit(url: string, init: RequestInit): Promise<Page> {
    const response = await this.#fetch(url, init)
    const body = await response.text()
    return { status: response.status, headers: response.headers, location: response.headers.get('location'), body, $: cheerio.load(body) }
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { accept: 'text/html', cookie: this.cookie() } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.cookies.set(name, value)
    }
    return response
  }
}
