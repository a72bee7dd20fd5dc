import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { check, digits, exactOptional, getDotPath, maxCodePoints, maxValue, message, minCodePoints, minValue, object, optional, picklist, pipe, regex, safeParse, string, transform, type InferOutput } from 'valibot'
import { languages } from './languages.ts'

// Each says what it must be where it is not.
const numberFrom = (minimum: number, maximum: number) =>
  message(pipe(string(), digits(), transform(Number), minValue(minimum), maxValue(maximum)), `a whole number from ${minimum} to ${maximum}`)
const wholeNumber = (fallback: number, minimum = 1, maximum = 1_000_000) => optional(numberFrom(minimum, maximum), `${fallback}`)
const like = (pattern: RegExp, hint: string, holds: (value: string) => boolean = () => true) => pipe(string(), regex(pattern, hint), check(holds, hint))
const address = (schemes: RegExp, hint: string, holds = (value: string) => URL.canParse(value)) => exactOptional(like(schemes, hint, holds))
const file = (ending: RegExp, hint: string) => exactOptional(like(ending, hint, path => existsSync(path)))
const networks = (hint: string) => exactOptional(pipe(string(), check(list => list.split(/[ ,]+/).every(isNetwork), hint)))
const secret = exactOptional(pipe(string(), minCodePoints(32, 'at least 32 random characters')))
const yesOrNo = exactOptional(picklist(['0', '1'], '0 or 1'))

/** Every setting, by the name it has in the environment. What has no default may stay unset. */
export const Settings = object({
  PORT: wholeNumber(3000, 0, 65_535),
  HOST: optional(string(), 'localhost'),
  BASE_URL: address(/^https?:\/\//, 'an address without a path, such as https://help.acme.example', isSite),
  DATABASE_URL: address(/^postgres(?:ql)?:\/\//, 'an address such as postgres://user:password@host:5432/name'),
  DATABASE_CONNECTIONS: wholeNumber(10, 2, 200),
  FILES_URL: address(/^https?:\/\//, 'the address of an S3 bucket with its key and secret, such as https://KEY:SECRET@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1, with %2F for a / in the secret', isBucket),
  DATA_DIR: optional(string(), 'data'),
  SECRET: secret,
  SMTP_URL: address(/^smtps?:\/\//, 'an address such as smtps://user:password@mail.acme.example'),
  MAIL_FROM: optional(like(/^[^\r\n]*@[^\r\n]*$/, 'an e-mail address, such as: Acme Support <help@acme.example>'), 'Support <support@localhost>'),
  MAIL_IN_ADDRESS: exactOptional(like(/^[^\s@<>+]{1,24}@[^\s@<>+]+$/u, 'an e-mail address with at most 24 characters before its @, none of them a +, such as help@acme.example')),
  MAIL_IN_PORT: exactOptional(numberFrom(0, 65_535)),
  MAIL_IN_TLS: file(/\.pem$/, 'the path of a .pem file that is there, with a certificate and its key'),
  MAIL_IN_RELAYS: networks('the addresses of mail servers, such as 10.0.0.1, 10.1.0.0/16'),
  MAIL_IN_SECRET: secret,
  MAIL_IN_IMAP_URL: address(/^imaps?:\/\//, 'an address such as imaps://user:password@mail.acme.example/INBOX', isMailbox),
  MAIL_IN_MEGABYTES: wholeNumber(25, 1, 100),
  MAIL_TRUSTED_AUTHSERV: exactOptional(like(/^[^\s;]+$/, 'the name that your mail server gives itself in Authentication-Results, such as mx.acme.example')),
  MAIL_FROM_STRANGERS: optional(picklist(['confirm', 'refuse'], 'confirm or refuse'), 'confirm'),
  SITE_NAME: optional(pipe(string(), maxCodePoints(60, 'a name of up to 60 characters')), 'Guichet'),
  ACCENT_COLOR: exactOptional(like(/^#[0-9a-fA-F]{6}$/, 'a colour such as #0b6e4f')),
  LOGO: file(/\.(?:svg|png|webp)$/, 'the path of an .svg, .png or .webp file that is there'),
  SITE_LANGUAGE: optional(picklist(languages, languages.join(', ')), 'en'),
  TIME_ZONE: optional(pipe(string(), check(isTimeZone, 'a time zone such as Europe/Paris')), 'UTC'),
  TRUST_PROXY: networks("the proxy's addresses, such as 10.0.0.1, 10.1.0.0/16"),
  UPLOAD_FILES: wholeNumber(10, 1, 100),
  UPLOAD_MEGABYTES: wholeNumber(10, 1, 2_000),
  CLOSE_AFTER_DAYS: wholeNumber(7, 1, 365),
  REOPEN_DAYS: wholeNumber(14, 1, 3_650),
  ANSWER_HOURS: optional(like(/^\d{1,4}(,\d{1,4}){3}$/, 'four numbers of hours, for urgent, high, normal and low, such as 4,8,24,72'), '4,8,24,72'),
  POSTS_PER_MINUTE: wholeNumber(600),
  REQUIRE_SECOND_STEP_FOR_STAFF: yesOrNo,
  DEMO: yesOrNo,
  LOG_LEVEL: optional(picklist(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'fatal, error, warn, info, debug or silent'), 'info'),
})

type Environment = Record<string, string | undefined>
type Settings = InferOutput<typeof Settings>

/** How the program is set up. Read once at the start and handed on; nothing else looks at the environment. */
export interface Config extends Omit<Settings, 'ANSWER_HOURS' | 'BASE_URL' | 'DEMO' | 'DATA_DIR' | 'REQUIRE_SECOND_STEP_FOR_STAFF'> {
  /** Where people reach the site, without a slash at the end. Every absolute link is built from it. */
  baseUrl: string
  dataDir: string
  https: boolean
  /** Fill an empty embedded database with the demo story and show its sign-ins. */
  demo: boolean
  /** Staff set up a second step before they may do anything as such: where others reach the site, unless a setting says otherwise. */
  guardStaff: boolean
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
  const given = Object.keys(Settings.entries).map(name => [name, read(environment, name, problems)]).filter(([, value]) => value !== undefined && value !== '')
  const { success, output, issues = [] } = safeParse(Settings, Object.fromEntries(given), { abortPipeEarly: true })
  problems.push(...issues.map(issue => `${getDotPath(issue)} must be ${issue.message}.`))
  if (!success || problems.length > 0) throw new ConfigError(problems)
  return derived(output)
}

function read(environment: Environment, name: string, problems: string[]): string | undefined {
  const path = environment[`${name}_FILE`] ?? ''
  return path === '' ? environment[name] : contentOf(path, name, problems)
}

function contentOf(path: string, name: string, problems: string[]): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    problems.push(`${name}_FILE: the file ${path} cannot be read.`)
    return undefined
  }
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
  const [, ip = '', bits = '0'] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(value) ?? []
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

function derived({ ANSWER_HOURS, BASE_URL, DEMO, DATA_DIR, REQUIRE_SECOND_STEP_FOR_STAFF: guard, ...settings }: Settings): Config {
  const baseUrl = new URL(BASE_URL ?? `http://localhost:${settings.PORT}`).origin
  const [urgent, high, normal, low] = ANSWER_HOURS.split(',').map(Number) as [number, number, number, number]
  const https = baseUrl.startsWith('https:')
  const local = isLocal(baseUrl, settings.HOST)
  const demo = settings.DATABASE_URL === undefined && (DEMO === undefined ? local : DEMO === '1')
  return {
    ...settings,
    baseUrl, https, demo,
    dataDir: resolve(DATA_DIR),
    // Nobody's desk is behind the demo's password, and the first visitor's app would shut out all others.
    guardStaff: guard === undefined ? https && !local && !demo : guard === '1',
    answerHours: { urgent, high, normal, low },
  }
}
