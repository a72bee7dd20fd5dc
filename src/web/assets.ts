import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { accentCss } from './accent.ts'
import { notFound } from './errors.ts'

export type Asset = 'style.css' | 'script.js' | 'passkey.js' | 'icon.svg' | 'logo'

/** A file as it is, and packed as small as it gets once somebody has asked for that. */
interface Ready { type: string; plain: Buffer; br?: Promise<Buffer>; gzip?: Promise<Buffer> }

const folder = fileURLToPath(new URL('../../static', import.meta.url))
const htmx = fileURLToPath(import.meta.resolve('htmx.org/dist/htmx.min.js'))
/** The order does the work of layers: the ground, our tokens, then components by name, then what overrules. */
const cssOrder = (name: string) => ['pico.css', 'tokens.css', 'base.css'].indexOf(name) >>> 0
const types: Record<string, string> = { '.svg': 'image/svg+xml', '.png': 'image/png', '.webp': 'image/webp' }

/** Everything a page loads, joined once at the start, at addresses that change with the content. */
export function loadAssets({ ACCENT_COLOR, LOGO }: Pick<Config, 'ACCENT_COLOR' | 'LOGO'>) {
  const files = new Map<string, Ready>()
  const paths = new Map<string, string>()
  const add = (name: Asset, extension: string, type: string, content: Buffer) => {
    const path = `/static/${name.split('.')[0]}.${createHash('sha256').update(content).digest('hex').slice(0, 12)}${extension}`
    files.set(path, { type, plain: content })
    paths.set(name, path)
  }

  add('style.css', '.css', 'text/css; charset=utf-8', Buffer.from(forChosen(style() + accentCss(ACCENT_COLOR))))
  add('script.js', '.js', 'text/javascript; charset=utf-8', Buffer.from([htmxScript(), behaviours('js')].join('\n')))
  // For the pages of passkeys, which swap nothing: one request, as any page has for its script, and lighter.
  add('passkey.js', '.js', 'text/javascript; charset=utf-8', Buffer.from([behaviours('js'), behaviours('passkey')].join('\n')))
  add('icon.svg', '.svg', 'image/svg+xml', readFileSync(join(folder, 'icons/icon.svg')))
  if (LOGO !== undefined) add('logo', extname(LOGO), types[extname(LOGO)] ?? 'image/png', readFileSync(LOGO))
  return { files, path: (name: Asset) => paths.get(name) ?? '', logo: paths.get('logo') }
}

/** Serves the assets to anyone, for ever: a changed one has another address. */
export const assets = fp<{ files: Map<string, Ready> }>(async (app, { files }) => {
  app.get('/static/:name', { config: { access: 'anyone', session: false } }, async (request, reply) => {
    const ready = files.get(request.url)
    if (ready === undefined) throw notFound()
    reply.header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'Accept-Encoding').type(ready.type)
    return reply.send(await encoded(ready, request, reply))
  })
}, { name: 'assets' })

function style(): string {
  const names = readdirSync(join(folder, 'css')).filter(name => name.endsWith('.css'))
    .sort((a, b) => cssOrder(a) - cssOrder(b) || a.localeCompare(b))
  return names.map(name => squeezed(readFileSync(join(folder, 'css', name), 'utf8'))).join('')
}

const dark = /@media screen and \(prefers-color-scheme: ?dark\)\{:root:not\(\[data-theme=light\]\)(\{[^}]*\})\}/g

/** What a dark machine shows is shown to who chose dark, too: packed, the repetition weighs next to nothing. */
function forChosen(css: string): string {
  return css.replace(dark, (rule, tokens) => `${rule}@media screen{[data-theme=dark]${tokens}}`)
}

function squeezed(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/\s*([{};,])\s*/g, '$1').replaceAll(';}', '}')
}

const htmxScript = (): string => readFileSync(htmx, 'utf8').replace(/\/\/# sourceMappingURL.*/, '')

/** Behaviours of our own in one module, each failing alone. */
function behaviours(kind: string): string {
  const names = readdirSync(join(folder, kind)).filter(name => name.endsWith('.js')).sort()
  return names.map(name => `try{(()=>{${readFileSync(join(folder, kind, name), 'utf8').replace(/^\s*(\/\/.*)?\n/gm, '').replace(/^\s+/gm, '')}})()}catch(e){console.error(e)}`).join('\n')
}

const packers = {
  br: (plain: Buffer) => promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gzip: (plain: Buffer) => promisify(gzip)(plain, { level: 9 }),
}

async function encoded(ready: Ready, request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = (['br', 'gzip'] as const).find(name => accepted.includes(name))
  if (encoding === undefined || !/text|svg/.test(ready.type)) return ready.plain
  reply.header('content-encoding', encoding)
  return ready[encoding] ??= packers[encoding](ready.plain)
}
