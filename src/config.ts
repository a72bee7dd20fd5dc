import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { languages, type Language } from './languages.ts'

const wholeNumber = (fallback: number, minimum = 1, maximum = 1_000_000) =>
  Type.Integer({ default: fallback, minimum, maximum, hint: `a whole number from ${minimum} to ${maximum}` })
const address = (schemes: RegExp, hint: string) => Type.Optional(Type.String({ pattern: schemes.source, hint }))

/** Every setting, by the name it has in the environment. What has no default may stay unset. */
export const Settings = Type.Object({
  PORT: wholeNumber(3000, 0, 65_535),
  HOST: Type.String({ default: 'localhost', minLength: 1, hint: 'a host name or address to listen on' }),
  BASE_URL: address(/^https?:\/\//, 'an address without a path, such as https://help.acme.example'),
  DATABASE_URL: address(/^postgres(?:ql)?:\/\//, 'an address such as postgres://user:password@host:5432/name'),
  DATABASE_CONNECTIONS: wholeNumber(10, 2, 200),
  FILES_URL: address(/^https?:\/\//, 'the address of an S3 bucket with its key and secret, such as https://KEY:SECRET@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1, with %2F for a / in the secret'),
  DATA_DIR: Type.String({ default: 'data', minLength: 1, hint: 'a folder' }),
  SECRET: Type.Optional(Type.String({ minLength: 32, hint: 'at least 32 random characters' })),
  SMTP_URL: address(/^smtps?:\/\//, 'an address such as smtps://user:password@mail.acme.example'),
  MAIL_FROM: Type.String({ default: 'Support <support@localhost>', pattern: '^[^\\r\\n]*@[^\\r\\n]*$', hint: 'an e-mail address, such as: Acme Support <help@acme.example>' }),
  MAIL_IN_ADDRESS: Type.Optional(Type.String({ pattern: '^[^\\s@<>+]{1,24}@[^\\s@<>+]+$', hint: 'an e-mail address with at most 24 characters before its @, none of them a +, such as help@acme.example' })),
  MAIL_IN_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, hint: 'a whole number from 0 to 65535' })),
  MAIL_IN_TLS: Type.Optional(Type.String({ minLength: 1, hint: 'the path of a .pem file that is there, with a certificate and its key' })),
  MAIL_IN_RELAYS: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F.:/, ]+$', hint: 'the addresses of mail servers, such as 10.0.0.1, 10.1.0.0/16' })),
  MAIL_IN_SECRET: Type.Optional(Type.String({ minLength: 32, hint: 'at least 32 random characters' })),
  MAIL_IN_IMAP_URL: address(/^imaps?:\/\//, 'an address such as imaps://user:password@mail.acme.example/INBOX'),
  MAIL_IN_MEGABYTES: wholeNumber(25, 1, 100),
  MAIL_TRUSTED_AUTHSERV: Type.Optional(Type.String({ pattern: '^[^\\s;]+$', hint: 'the name that your mail server gives itself in Authentication-Results, such as mx.acme.example' })),
  MAIL_FROM_STRANGERS: Type.Unsafe<'confirm' | 'refuse'>(Type.Union([Type.Literal('confirm'), Type.Literal('refuse')], { default: 'confirm', hint: 'confirm or refuse' })),
  SITE_NAME: Type.String({ default: 'Guichet', minLength: 1, maxLength: 60, hint: 'a name of up to 60 characters' }),
  ACCENT_COLOR: Type.Optional(Type.String({ pattern: '^#[0-9a-fA-F]{6}$', hint: 'a colour such as #0b6e4f' })),
  LOGO: Type.Optional(Type.String({ minLength: 1, hint: 'the path of an .svg, .png or .webp file that is there' })),
  SITE_LANGUAGE: Type.Unsafe<Language>(Type.Union(languages.map(language => Type.Literal(language)), { default: 'en', hint: languages.join(', ') })),
  TIME_ZONE: Type.String({ default: 'UTC', minLength: 1, hint: 'a time zone such as Europe/Paris' }),
  TRUST_PROXY: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F.:/, ]+$', hint: "the proxy's addresses, such as 10.0.0.1, 10.1.0.0/16" })),
  UPLOAD_FILES: wholeNumber(10, 1, 100),
  UPLOAD_MEGABYTES: wholeNumber(10, 1, 2_000),
  CLOSE_AFTER_DAYS: wholeNumber(7, 1, 365),
  REOPEN_DAYS: wholeNumber(14, 1, 3_650),
  ANSWER_HOURS: Type.String({ default: '4,8,24,72', pattern: '^\\d{1,4}(,\\d{1,4}){3}$', hint: 'four numbers of hours, for urgent, high, normal and low, such as 4,8,24,72' }),
  POSTS_PER_MINUTE: wholeNumber(600),
  REQUIRE_SECOND_STEP_FOR_STAFF: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')], { hint: '0 or 1' })),
  DEMO: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')], { hint: '0 or 1' })),
  LOG_LEVEL: Type.Union(['fatal', 'error', 'warn', 'info', 'debug', 'silent'].map(level => Type.Literal(level)), { default: 'info', hint: 'fatal, error, warn, info, debug or silent' }),
})
const checks = Object.entries(Settings.properties).map(([name, schema]) => ({ name, schema: Compile(schema) }))

type Environment = Record<string, string | undefined>
type Settings = Static<typeof Settings>

/** How the program is set up. Read once at the start and handed on; nothing else looks at the environment. */
export interface Config extends Omit<Settings, 'ANSWER_HOURS' | 'BASE_URL' | 'DEMO' | 'DATA_DIR'> {
  /** Where people reach the site, without a slash at the end. Every absolute link is built from it. */
  baseUrl: string
  dataDir: string
  https: boolean
  /** Fill an empty embedded database with the demo story and show its sign-ins. */
  demo: boolean
  /** Within how many hours we mean to answer, by priority. */
  answerHours: { urgent: number; high: number; normal: number; low: number }
}

/** The settings are wrong: `problems` says each in a sentence. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The settings are wrong:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** Reads the settings out of an environment; `NAME_FILE` may name a file that holds NAME. Throws ConfigError with all that is wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(Settings.properties)) {
    const value = read(environment, name, problems)
    if (value !== undefined) values[name] = value
  }
  problems.push(...problemsOf(values))
  if (problems.length > 0) throw new ConfigError(problems)
  return derived(values as Settings)
}

function read(environment: Environment, name: string, problems: string[]): unknown {
  const { type, default: fallback } = Settings.properties[name as keyof Settings] as { type?: string; default?: unknown }
  const path = environment[`${name}_FILE`] ?? ''
  const value = path === '' ? environment[name] : contentOf(path, name, problems)
  if (value === undefined || value === '') return fallback
  return type === 'integer' && /^\d+$/.test(value) ? Number(value) : value
}

function contentOf(path: string, name: string, problems: string[]): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    problems.push(`${name}_FILE: the file ${path} cannot be read.`)
    return undefined
  }
}

/** What a schema cannot say of a setting. */
const furtherChecks: { [Name in keyof Settings]?: (value: string) => boolean } = {
  BASE_URL: isSite,
  DATABASE_URL: value => URL.canParse(value),
  SMTP_URL: value => URL.canParse(value),
  FILES_URL: isBucket,
  MAIL_IN_TLS: value => value.endsWith('.pem') && existsSync(value),
  MAIL_IN_RELAYS: value => value.split(/[ ,]+/).every(isNetwork),
  MAIL_IN_IMAP_URL: isMailbox,
  LOGO: value => /\.(?:svg|png|webp)$/.test(value) && existsSync(value),
  TIME_ZONE: isTimeZone,
  TRUST_PROXY: value => value.split(/[ ,]+/).every(isNetwork),
}

function problemsOf(values: Record<string, unknown>): string[] {
  const wrong = new Set(checks.filter(({ name, schema }) => values[name] !== undefined && !schema.Check(values[name])).map(({ name }) => name))
  for (const [name, holds] of Object.entries(furtherChecks)) {
    if (values[name] !== undefined && !holds(String(values[name]))) wrong.add(name)
  }
  return [...wrong].map(name => {
    const { hint } = Settings.properties[name as keyof Settings] as { hint?: string }
    return `${name} must be ${hint}.`
  })
}

/** Cookies and the router know the site by its host alone: a path would silently be lost. */
function isSite(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { username, password, pathname, search, hash } = new URL(value)
  return [username, password, pathname, search, hash].join('') === '/'
}

/** The bucket is the path's only part, or stands in the host's name. */
function isBucket(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { username, password, pathname, searchParams, hash } = new URL(value)
  return [username, password].every(isEncoded) && /^\/[^/]*\/?$/.test(pathname) && hash === '' && [...searchParams.keys()].every(name => name === 'region')
}

function isMailbox(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { hostname, username, password, pathname } = new URL(value)
  return hostname !== '' && [username, password].every(isEncoded) && (pathname === '' || isEncoded(pathname))
}

function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}

function isNetwork(value: string): boolean {
  const [, ip = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value) ?? []
  return isIP(ip) !== 0 && Number(bits) <= (isIP(ip) === 4 ? 32 : 128)
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Whether only this machine reaches the site. Everybody knows the demo's password, so a public one gets no demo unasked. */
function isLocal(baseUrl: string, host: string): boolean {
  return [new URL(baseUrl).hostname, host].every(name => ['localhost', '127.0.0.1', '::1', '[::1]'].includes(name))
}

function derived({ ANSWER_HOURS, BASE_URL, DEMO, DATA_DIR, ...settings }: Settings): Config {
  const baseUrl = new URL(BASE_URL ?? `http://localhost:${settings.PORT}`).origin
  const [urgent, high, normal, low] = ANSWER_HOURS.split(',').map(Number) as [number, number, number, number]
  return {
    ...settings,
    baseUrl,
    https: baseUrl.startsWith('https:'),
    dataDir: resolve(DATA_DIR),
    demo: settings.DATABASE_URL === undefined && (DEMO === undefined ? isLocal(baseUrl, settings.HOST) : DEMO === '1'),
    answerHours: { urgent, high, normal, low },
  }
}
