import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright'
import type { Test } from 'tap'
import { password, world, type World } from './world.ts'
import { freePort } from './port.ts'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const patience = 60_000

export interface Site extends World {
  base: string
  chromium: Browser
  /** A browser of somebody's own, at the sign-in page unless they are signed in already. */
  open(options?: BrowserContextOptions): Promise<Page>
}

/** The whole product, listening, with its work done behind it, and a real browser to visit it. */
export async function site(t: Test, settings: Record<string, string> = {}): Promise<Site> {
  const port = await freePort()
  const base = `http://localhost:${port}`
  const made = await world(t, { BASE_URL: base, ...settings })
  await made.work()
  const executablePath = process.env['CHROMIUM_PATH']
  const browser = await chromium.launch({ args: flags, timeout: patience, ...(executablePath !== undefined && { executablePath }) })
  t.teardown(() => browser.close())
  await made.app.listen({ port, host: 'localhost' })
  return {
    ...made, base, chromium: browser,
    async open(options = {}) {
      const context = await browser.newContext({ baseURL: base, ...options })
      context.setDefaultTimeout(patience)
      const page = await context.newPage()
      page.on('pageerror', error => t.fail(`a script failed on ${page.url()}: ${error.message}`))
      return page
    },
  }
}

/** Signs somebody in without the form. */
export async function signedInAs(page: Page, who: { sessionId: string }, base: string): Promise<Page> {
  await page.context().addCookies([{ name: 'session', value: who.sessionId, url: base, httpOnly: true, sameSite: 'Lax' }])
  return page
}

/** Opens a page that keeps itself up to date, and waits until it does: what happens from here on reaches it. */
export async function openLive(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse(response => new URL(response.url()).pathname.endsWith('/live'))
  await page.goto(path)
  await stream
}

export { password }
