import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { ConfigError, readConfig } from '../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'guichet-config-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

t.test('without any setting, everything has a good one', async t => {
  t.match(readConfig({}), {
    PORT: 3000, HOST: 'localhost', baseUrl: 'http://localhost:3000', https: false, DATABASE_URL: undefined, dataDir: resolve('data'),
    SMTP_URL: undefined, SITE_NAME: 'Guichet', TIME_ZONE: 'UTC', TRUST_PROXY: undefined, UPLOAD_FILES: 10, UPLOAD_MEGABYTES: 10,
    CLOSE_AFTER_DAYS: 7, REOPEN_DAYS: 14, answerHours: { urgent: 4, high: 8, normal: 24, low: 72 }, demo: true, LOG_LEVEL: 'info',
  })
  t.strictSame(readConfig({ PORT: '', BASE_URL: '', DATABASE_URL: '', SECRET_FILE: '' }), readConfig({}), 'an empty one counts as none')
  t.strictSame(readConfig({ PATH: '/bin', UNKNOWN: 'x' }), readConfig({}), 'what is no setting of ours is nobody’s business')
})

t.test('all that is wrong is said at once, by name, and no value is repeated', async t => {
  const problems = problemsOf({
    PORT: '80x', DATABASE_URL: 'mysql://user:hunter2@host/x', SMTP_URL: 'mail.example', BASE_URL: 'https://support.test/path', SECRET: 'short hunter2',
    TIME_ZONE: 'Mars/Olympus', ACCENT_COLOR: 'red', LOGO: 'nowhere.svg', TRUST_PROXY: '10.0.0.1/33', DEMO: 'yes', ANSWER_HOURS: '4,8',
    LOG_LEVEL: 'loud', UPLOAD_FILES: '0', CLOSE_AFTER_DAYS: '-1', MAIL_FROM: 'Acme\nBcc: x@y.example', SITE_NAME: 'x'.repeat(61), REOPEN_DAYS_FILE: join(folder, 'none'),
  })
  t.strictSame(problems.map(problem => problem.split(/[ :]/)[0]).sort(), ['ACCENT_COLOR', 'ANSWER_HOURS', 'BASE_URL', 'CLOSE_AFTER_DAYS', 'DATABASE_URL', 'DEMO', 'LOGO', 'LOG_LEVEL', 'MAIL_FROM', 'PORT', 'REOPEN_DAYS_FILE', 'SECRET', 'SITE_NAME', 'SMTP_URL', 'TIME_ZONE', 'TRUST_PROXY', 'UPLOAD_FILES'])
  t.notMatch(problems.join('\n'), /hunter2|Bcc/)
  t.throws(() => readConfig({ PORT: 'x', DEMO: 'x' }), { message: 'The settings are wrong:\n  - PORT must be a whole number from 0 to 65535.\n  - DEMO must be 0 or 1.' })
})

t.test('the address of the site', async t => {
  for (const [given, understood] of [['https://help.acme.example', 'https://help.acme.example'], ['https://Help.Acme.example/', 'https://help.acme.example'], ['http://localhost:8080', 'http://localhost:8080'], ['https://help.acme.example:443', 'https://help.acme.example'], ['http://[::1]:3000', 'http://[::1]:3000']] as const) {
    t.equal(readConfig({ BASE_URL: given }).baseUrl, understood, given)
    t.equal(readConfig({ BASE_URL: given }).https, given.startsWith('https:'))
  }
  t.equal(readConfig({ PORT: '8080' }).baseUrl, 'http://localhost:8080')
  for (const wrong of ['help.acme.example', 'https://', 'https://a b', 'https://help.acme.example/support', 'https://help.acme.example/?x', 'https://user:word@help.acme.example', 'ftp://help.acme.example']) {
    t.equal(problemsOf({ BASE_URL: wrong }).length, 1, wrong)
  }
})

t.test('a setting may stand in a file', async t => {
  const file = join(folder, 'secret')
  writeFileSync(file, `${'s'.repeat(40)}\n`)
  t.equal(readConfig({ SECRET_FILE: file }).SECRET, 's'.repeat(40))
  t.equal(readConfig({ SECRET_FILE: file, SECRET: 'x'.repeat(40) }).SECRET, 's'.repeat(40), 'which then counts')
  writeFileSync(join(folder, 'port'), '8080\n')
  t.equal(readConfig({ PORT_FILE: join(folder, 'port') }).PORT, 8080)
  t.strictSame(problemsOf({ SECRET_FILE: join(folder, 'none') }), [`SECRET_FILE: the file ${join(folder, 'none')} cannot be read.`])
})

t.test('the demo is for the embedded database only, and can be switched off', async t => {
  t.equal(readConfig({ DATABASE_URL: 'postgres://localhost/guichet' }).demo, false)
  t.equal(readConfig({ DATABASE_URL: 'postgres://localhost/guichet', DEMO: '1' }).demo, false)
  t.equal(readConfig({}).demo, true, 'on this machine alone')
  t.equal(readConfig({ BASE_URL: 'https://help.example' }).demo, false, 'a site that others reach shows nobody a known password unasked')
  t.equal(readConfig({ HOST: '0.0.0.0' }).demo, false)
  t.equal(readConfig({ BASE_URL: 'https://help.example', DEMO: '1' }).demo, true)
  t.equal(readConfig({ DEMO: '0' }).demo, false)
  t.equal(readConfig({ DEMO: '1' }).demo, true)
})

t.test('staff need a second step where others reach the site, unless a setting says otherwise', async t => {
  const site = { BASE_URL: 'https://help.example', DATABASE_URL: 'postgres://localhost/guichet' }
  t.equal(readConfig(site).guardStaff, true)
  t.equal(readConfig({ ...site, REQUIRE_SECOND_STEP_FOR_STAFF: '0' }).guardStaff, false)
  t.equal(readConfig({ BASE_URL: 'https://help.example', DEMO: '1' }).guardStaff, false, 'a demo that all may try')
  t.equal(readConfig({ BASE_URL: 'https://help.example', DEMO: '1', REQUIRE_SECOND_STEP_FOR_STAFF: '1' }).guardStaff, true)
  for (const near of [{}, { DEMO: '0' }, { BASE_URL: 'https://localhost:3000', DEMO: '0' }, { BASE_URL: 'http://help.example' }]) t.equal(readConfig(near).guardStaff, false, JSON.stringify(near))
  t.equal(readConfig({ REQUIRE_SECOND_STEP_FOR_STAFF: '1' }).guardStaff, true)
})

t.test('a bucket is named by its address, with its key and secret', async t => {
  for (const right of ['https://KEY:a%2Fb+c@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1', 'https://KEY:secret@bucket.s3.eu-central-1.amazonaws.com', 'http://k:s@localhost:9000/files/']) t.strictSame(problemsOf({ FILES_URL: right }), [], right)
  const wrong = ['s3://KEY:hunter2@host/bucket', 'https://host/bucket', 'https://KEY@host/bucket', 'https://KEY:hunter2/x@host/bucket', 'https://KEY:hunter2%@host/bucket', 'https://KEY:hunter2@host/bucket/folder', 'https://KEY:hunter2@host/bucket?regoin=x', 'https://KEY:hunter2@host/bucket#x']
  for (const address of wrong) t.strictSame(problemsOf({ FILES_URL: address }).map(problem => problem.replace(/, such as.*/, '')), ['FILES_URL must be the address of an S3 bucket with its key and secret'], address)
})

t.test('proxies are named by address', async t => {
  for (const right of ['10.0.0.1', '10.0.0.1, 10.1.0.0/16', '::1', 'fd00::/8 10.0.0.1']) t.strictSame(problemsOf({ TRUST_PROXY: right }), [], right)
  for (const wrong of ['true', '...', '10.0.0', '10.0.0.1/33', 'fd00::/129', '1.2.3.4,']) t.equal(problemsOf({ TRUST_PROXY: wrong }).length, 1, wrong)
})
