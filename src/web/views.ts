import { fileURLToPath } from 'node:url'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import type { Asset } from './assets.ts'
import type { Person } from './access.ts'
import { readUi, type UiPreferences } from '../preferences/index.ts'
import type { Dates } from './dates.ts'
import { spokenLanguage, type languageNames, type Language, type Translate } from './i18n.ts'
import { comeBack } from './next.ts'
import type { Icon } from './icons.ts'
import type { SafeHtml } from './markdown/index.ts'
import type { Resend } from './resend.ts'
import { styleHelpers } from './style-helpers.ts'
import type { Toast } from './toasts.ts'

/** Every template that a route may render, with the data it needs. Features add their own by declaration merging. */
export interface Views {
  'layouts/_header': Pick<Layouts['layouts/main'], 'at'>
  'layouts/_languages': object
  'account/_tabs': object
  'errors/page': ErrorView
  'errors/_error': ErrorView
  'shared/_nothing': object
  'shared/_toasts': { toasts: Toast[] }
  'shared/_toast-list': { toasts: Toast[] }
  'shared/_resend': Resend
  'shared/_form-fields': { submission?: string }
  'shared/_error-summary': { errors: Record<string, string | undefined> }
  'shared/_field': Field
  'shared/_field-error': { id: string; error: string | undefined }
  'shared/_select': Select
  'shared/_radios': Radios
  'shared/_time': { at: Date }
  'shared/_icon': { icon: Icon }
}

/** What went wrong, in words, and what was typed. */
interface ErrorView { title: string; message: string; requestId: string; resend: Resend | undefined; /** True where it takes the place of what was on the page. */ swapped: boolean }

/** One labelled line or box of a form. */
export interface Field {
  /** Where it is not the name: two forms on a page have fields of the same name. */
  id?: string | undefined
  name: string
  label: string
  value: string | undefined
  error: string | undefined
  hint?: string | undefined
  type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'date' | 'datetime-local' | undefined
  /** True where it is the page's question: the label is the heading. */
  heading?: boolean | undefined
  inputmode?: 'decimal' | undefined
  /** Makes it a box of that many lines. */
  rows?: number | undefined
  autocomplete?: string | undefined
  /** Script may put formatting buttons above it. */
  markdown?: boolean | undefined
  maxlength?: number | undefined
  optional?: boolean | undefined
}

export interface Option { value: string; label: string; /** Where its words are of another language than the page's. */ lang?: Language | undefined; hint?: string | undefined; icon?: Icon | undefined }

/** A labelled list to choose one from. */
export interface Select { name: string; label: string; options: Option[]; selected: string | undefined; error?: string | undefined }

/** A question with every answer in sight. Its first answer has the name as its id, for the error summary to lead to. */
export interface Radios { name: string; label: string; options: Option[]; selected: string | undefined; error: string | undefined; hint?: string | undefined; heading?: boolean | undefined }

/** What frames need beside the page: its title, which is its h1 too. */
export interface Layouts {
  'layouts/main': {
    title: string
    failed?: boolean
    live?: string
    wide?: boolean
    /** What the page loads in the place of the common script. */
    module?: 'passkey.js' | undefined
    /** Where the page stands in the menu, if not at its address. */
    at?: string | undefined
    /** What search engines say of the page, in a sentence or two. */
    description?: string | undefined
    /** The one address of the page, without the site; it tells readers of feeds where ours is, too. */
    canonical?: string | undefined
    /** What the page says as data (JSON-LD): see `dataOf`. */
    data?: SafeHtml | undefined
  }
}

/** What every template can call by name. */
export interface Helpers {
  t: Translate
  dates: Dates
  number(value: number): string
  fileSize(bytes: number): string
  asset: (name: Asset) => string
  iconPath(icon: Icon): string
  /** Puts stored, sanitised HTML into the page as it is. */
  html(safe: SafeHtml): SafeHtml
  site: Pick<Config, 'SITE_NAME' | 'baseUrl' | 'demo'> & { logo: string | undefined; languages: typeof languageNames }
  person: Person | null
  /** The address of this request, for links that mark where one is. */
  path: string
  /** Where the news stand: an address of a stream says it, so that nothing falls between page and stream. */
  seen: string
  language: Language
  direction: 'ltr' | 'rtl'
  /** How this person likes pages to look. */
  look: Pick<UiPreferences, 'theme' | 'textSize' | 'density' | 'motion'>
  toasts: Toast[]
  /** What a link to the sign-in page carries, so that one comes back here. */
  comeBack(): string
  /** Hidden fields for a form; makes the cookie that proves it. */
  proof(): { csrf: string; author: string }
  newSubmission(): string
}

const helperNames = ['t', 'dates', 'number', 'fileSize', 'asset', 'iconPath', 'html', 'site', 'person', 'path', 'seen', 'language', 'direction', 'look', 'toasts', 'comeBack', 'proof', 'newSubmission'] as const

declare module 'fastify' {
  interface FastifyReply {
    page<Name extends keyof Views>(name: Name, data: Views[Name]): FastifyReply
    partial<Name extends keyof Views>(name: Name, data: Views[Name]): FastifyReply
  }
}

const templates = fileURLToPath(new URL('../../views', import.meta.url))
const html = 'text/html; charset=utf-8'

interface ViewOptions { config: Config; asset: (name: Asset) => string; logo: string | undefined }

/** Renders whole pages and regions of them with Eta. */
export const views = fp<ViewOptions>(async (app, { config, asset, logo }) => {
  const eta = createEta()
  await app.register(view, { engine: { eta }, root: templates, propertyName: 'template', production: true })
  const helpersIn = styleHelpers(config, asset, logo)
  const render = (name: string, data: object, reply: FastifyReply) => {
    const ui = reply.request.person?.ui ?? noPreferences
    return eta.render(`/${name}`, { ...data, ui: { ...helpersIn({ ...ui, language: spokenLanguage() }), look: ui, ...helpersFor(reply) } })
  }

  app.decorateReply('page', function (name, data) {
    return this.type(html).header('content-language', spokenLanguage()).send(render(name, data, this))
  })

  app.decorateReply('partial', function (name, data) {
    const region = render(name, data, this)
    // To htmx an answer with nothing but a bell has no region: it would leave the old one where an empty one is meant.
    const bell = this.request.person === null || region.trim() === '' ? '' : `<div hx-swap-oob="innerMorph:#bell">${render('layouts/_bell', {}, this)}</div>`
    const news = bell + (this.toasts.length > 0 ? render('shared/_toasts', { toasts: this.toasts }, this) : '')
    return this.type(html).header('content-language', spokenLanguage()).send(region + news)
  })
}, { name: 'views', dependencies: ['toasts', 'csrf'] })

const etas = new Map<boolean, Eta>()

/** The one of this process for HTML, or the one for plain text, which goes unescaped: so each template is compiled once. */
export function createEta({ plainText = false } = {}): Eta {
  const eta = etas.get(plainText) ?? newEta(plainText)
  etas.set(plainText, eta)
  return eta
}

/** Templates call their helpers by bare name: `functionHeader` takes them out of the data. */
function newEta(plainText: boolean): Eta {
  const eta = new Eta({ views: templates, cache: true, autoEscape: !plainText, functionHeader: `const { ${helperNames.join(', ')} } = it.ui` })
  const { resolvePath } = eta
  const paths = new Map<string, string>()
  // Every include names its template from the root, so each is looked up once; that is two fifths of a page's time.
  eta.resolvePath = function (name, options) {
    const path = paths.get(name) ?? resolvePath.call(this, name, options)
    paths.set(name, path)
    return path
  }
  return eta
}

const noPreferences = readUi({})

function helpersFor(reply: FastifyReply): Pick<Helpers, 'person' | 'path' | 'seen' | 'toasts' | 'comeBack' | 'proof'> {
  const { request } = reply
  let proof: ReturnType<typeof reply.formProof> | undefined
  return { person: request.person, path: request.url, seen: request.seen, toasts: reply.toasts, comeBack: () => comeBack(request), proof: () => proof ??= reply.formProof() }
}
