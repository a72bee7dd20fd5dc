import t from 'tap'
import { hashPassword, newToken, passwordFits } from '../../src/sign-in/passwords.ts'

t.test('a stored password', async t => {
  const stored = await hashPassword('correct horse battery')
  t.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/, 'is hashed as OWASP advises: argon2id, 19 MiB, two passes')
  t.not(await hashPassword('correct horse battery'), stored, 'has a salt of its own')
  t.ok(await passwordFits(stored, 'correct horse battery'))
  t.notOk(await passwordFits(stored, 'correct horse batterx'))
  t.notOk(await passwordFits(undefined, 'correct horse battery'), 'is not replaced by any other')
  const long = 'é🐎'.repeat(85)
  t.ok(await passwordFits(await hashPassword(long), long.normalize('NFD')), 'is the same however the keyboard composes its letters')
  t.notOk(await passwordFits(await hashPassword(long), long.slice(0, -2)), 'counts to the last letter')
})

t.test('a token', async t => {
  const { token, token_hash } = newToken()
  t.equal(Buffer.from(token, 'base64url').length, 32, 'holds 256 random bits')
  t.notMatch(token_hash, token, 'is stored as its hash')
  t.not(newToken().token, token)
})
