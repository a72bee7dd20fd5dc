import t from 'tap'
import { type ConfigError, readConfig } from '../../src/config.ts'
import { takesMail } from '../../src/notifications/index.ts'

const wrong: Record<string, string[]> = {
  MAIL_IN_ADDRESS: ['help', 'help+x@acme.example', 'Acme <help@acme.example>', `${'x'.repeat(25)}@acme.example`],
  MAIL_IN_PORT: ['smtp', '65536', '-1'],
  MAIL_IN_TLS: ['/nowhere.pem', 'package.json'],
  MAIL_IN_RELAYS: ['mx.acme.example', '10.0.0.1/33'],
  MAIL_IN_SECRET: ['short'],
  MAIL_IN_IMAP_URL: ['pop3://user:word@mail.acme.example', 'imaps://'],
  MAIL_IN_MEGABYTES: ['0', '101'],
  MAIL_TRUSTED_AUTHSERV: ['two words', 'a;b'],
  MAIL_FROM_STRANGERS: ['maybe'],
}

t.test('a wrong setting of mail in stops the start, by name', async t => {
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) t.match(problemsOf({ [name]: value }), [new RegExp(`^${name} must be `)], `${name}=${value}`)
  }
})

t.test('no way in is open until a setting asks for it', async t => {
  t.equal(takesMail(readConfig({})), false)
  t.equal(takesMail(readConfig({ MAIL_IN_ADDRESS: 'help@acme.example', MAIL_IN_RELAYS: '10.0.0.1', MAIL_TRUSTED_AUTHSERV: 'mx.acme.example' })), false)
  for (const open of [{ MAIL_IN_PORT: '2525' }, { MAIL_IN_SECRET: 'x'.repeat(32) }, { MAIL_IN_IMAP_URL: 'imaps://user:word@mail.acme.example/INBOX' }]) t.equal(takesMail(readConfig({ ...open })), true)
})

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    return (error as ConfigError).problems
  }
}
