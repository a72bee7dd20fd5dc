import { join } from 'node:path'
import * as cheerio from 'cheerio'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Bench } from './bench.ts'
import { languages } from '../../src/languages.ts'
import { send, type Answer } from './client.ts'
import { bytes, hold } from './report.ts'
import { seeded, type Seeded } from './seed.ts'
import { startOurs } from './servers.ts'

interface Page { name: string; path: string; cookie?: string }
interface Weight { name: string; readable: number; whole: number; script: number; requests: number }

/** What a cold visit of each page brings over the line, heads included, at the heavier of the two packings. */
export async function measureBytes({ server, folder }: Bench): Promise<void> {
  const seed = await seeded(server, 1_000)
  const ours = await startOurs(seed.url, join(folder, 'bytes'))
  const weights: Weight[] = []
  for (const page of languages.flatMap(language => pagesOf(seed).map(page => inLanguage(page, language)))) {
    for (const encoding of ['gzip', 'br']) weights.push(await weigh(ours.origin, page, encoding))
  }
  await ours.stop()

  const heaviest = (of: (weight: Weight) => number) => weights.toSorted((a, b) => of(b) - of(a))[0] ?? weights[0]
  for (const { name, of, bar } of bars) {
    const worst = heaviest(of)
    if (worst !== undefined) hold(name, of(worst), '≤', bar, bar > 4 ? bytes : String, ` (${worst.name})`)
  }
}

const bars = [
  { name: 'HTML + CSS of the heaviest page', of: ({ readable }: Weight) => readable, bar: 14_600 },
  { name: 'all of the heaviest cold page', of: ({ whole }: Weight) => whole, bar: 36_000 },
  { name: 'requests of a cold page', of: ({ requests }: Weight) => requests, bar: 4 },
  { name: 'script', of: ({ script }: Weight) => script, bar: 18_000 },
]

function pagesOf({ customer, newcomer, agent, references: [reference] }: Seeded): Page[] {
  return [
    { name: 'home of a visitor', path: '/' },
    { name: 'sign-in', path: '/sign-in' },
    { name: 'sign-up', path: '/sign-up' },
    { name: 'accessibility', path: '/accessibility' },
    { name: 'help centre', path: '/help' },
    { name: 'category, 50 articles', path: '/help/orders' },
    { name: 'article', path: '/help/articles/article-1' },
    { name: 'error page', path: '/no-such-page' },
    { name: 'home of a customer', path: '/', cookie: customer },
    { name: 'ticket list, 25 rows', path: '/tickets', cookie: customer },
    { name: 'ticket list, empty', path: '/tickets', cookie: newcomer },
    { name: 'new ticket', path: '/tickets/new', cookie: customer },
    { name: 'ticket page', path: `/tickets/${reference}`, cookie: customer },
    { name: 'ticket sent', path: `/tickets/${reference}/sent`, cookie: customer },
    ...['profile', 'preferences', 'communication', 'notifications', 'security', 'activity', 'data'].map(room => ({ name: `my ${room}`, path: `/account/${room}`, cookie: customer })),
    { name: 'notifications', path: '/notifications', cookie: customer },
    { name: 'desk queue', path: '/desk', cookie: agent },
    { name: 'desk ticket', path: `/desk/tickets/${reference}`, cookie: agent },
  ]
}

/** Anybody may choose a language by its cookie. */
const inLanguage = ({ name, path, cookie = '' }: Page, language: string): Page =>
  ({ name: `${name} (${language})`, path, cookie: [cookie, `language=${language}`].filter(part => part !== '').join('; ') })

async function weigh(origin: string, { name, path, cookie = '' }: Page, encoding: string): Promise<Weight> {
  const page = await send({ origin, path, cookie, encoding })
  const $ = cheerio.load(unpacked(page))
  const weightOf = async (selector: string, attribute: string) => {
    const paths = $(selector).map((_, element) => $(element).attr(attribute)).get()
    const answers = await Promise.all(paths.map(path => send({ origin, path, encoding })))
    return { count: paths.length, sum: answers.reduce((sum, { wire }) => sum + wire, 0) }
  }
  const css = await weightOf('link[rel=stylesheet]', 'href')
  const script = await weightOf('script[src]', 'src')
  // Pictures in a conversation are the people's own, and load when they come into sight.
  const rest = await Promise.all([weightOf('link[rel=icon]', 'href'), weightOf('img:not([loading=lazy])', 'src')])
  const others = [script, ...rest]
  console.log(`    ${name.padEnd(30)} ${encoding.padEnd(6)} HTML ${bytes(page.wire).padStart(8)} (plain ${bytes(unpacked(page).length)})  CSS ${bytes(css.sum)}`)
  return {
    name: `${name}, ${encoding}`,
    readable: page.wire + css.sum,
    whole: page.wire + css.sum + others.reduce((sum, part) => sum + part.sum, 0),
    script: script.sum,
    requests: 1 + css.count + others.reduce((sum, part) => sum + part.count, 0),
  }
}

function unpacked({ headers, body }: Answer): Buffer {
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync }[String(headers['content-encoding'])]
  return unpack === undefined ? body : unpack(body)
}
