import { readFile } from 'node:fs/promises'
import { dictionary } from '@zxcvbn-ts/language-common'
import t from 'tap'
import { weaknessOf } from '../../src/sign-in/strength/index.ts'
import { run } from '../support/processes.ts'
import { problems } from '../support/tickets.ts'
import { password, world } from '../support/world.ts'
import { lastMailTo } from './mailbox.ts'

const own = ['Ada Lovelace', 'ada.king@example.com', 'Guichet']

t.test('a password', async t => {
  await t.test('that is among the ten thousand most used is refused', async t => {
    const most = (dictionary['passwords-common'] as string[]).slice(0, 10_000)
    const longEnough = most.filter(one => one.length >= 12)
    t.ok(longEnough.length > 20)
    const accepted: string[] = []
    for (const one of [...longEnough, ...longEnough.map(one => one.toUpperCase())]) if (await weaknessOf(one, own) === undefined) accepted.push(one)
    t.strictSame(accepted, [])
  })

  await t.test('that is made of one’s own names is refused', async t => {
    for (const one of ['Ada Lovelace', 'ada.lovelace', 'AdaLovelace1', 'ada.king@example.com', 'GuichetGuichet', 'Guichet2026!!', 'kingkingkingking']) t.match(await weaknessOf(one, own), /^password\.(?:own|repeats)$/, one)
  })

  await t.test('that repeats or runs along is refused in words', async t => {
    t.equal(await weaknessOf('aaaaaaaaaaaaaaa', own), 'password.repeats')
    t.equal(await weaknessOf('x'.repeat(256), own), 'password.repeats')
    for (const one of ['123456789012', 'qwertyuiopas', 'abcdefghijklmnop']) t.match(await weaknessOf(one, own), /^password\.(?:common|row)$/, one)
  })

  await t.test('that is hard to guess will do, with or without signs', async t => {
    for (const one of ['correct horse battery', 'morgen regnet es nicht', 'ادرس كل يوم قليلا', 'ada likes violet tractors', 'k9$Lq!vR2#xZ', '🐎🔋📎🐎🌧️🚲🧀🎈']) t.equal(await weaknessOf(one, own), undefined, one)
  })
})

t.test('where no thread can be had, nobody is kept from their account', async t => {
  const index = new URL('../../src/sign-in/strength/index.ts', import.meta.url).href
  const script = `const { weaknessOf } = await import('${index}'); for (const time of [1, 2]) console.log(time, await weaknessOf('qwertyuiopas', []))`
  const { stdout, stderr } = await run(process.execPath, ['--permission', '--allow-fs-read=*', '--input-type=module', '-e', script])
  t.equal(stdout, '1 undefined\n2 undefined\n', stderr)
})

t.test('where a password is chosen', async t => {
  const w = await world(t)
  await w.work()
  const { ada, browser } = w
  const weak = 'qwertyuiopas'

  await t.test('one’s own name is no password', async t => {
    t.match(problems(await ada.post('/account/security', { password, 'new-password': 'Ada@Example.com' }))['new-password'], /your name/)
  })

  await t.test('a weak one comes back with advice, and is shown nowhere', async t => {
    const signUp = await browser().post('/sign-up', { name: 'Eve', email: 'eve@example.com', 'new-password': weak })
    t.equal(signUp.$('[name=email]').val(), 'eve@example.com')
    await browser().post('/forgotten-password', { email: ada.email })
    const { link } = await lastMailTo(w, ada.email)
    const token = new URL(link, 'http://any.test').searchParams.get('token') ?? ''
    const reset = await browser().post('/reset-password', { token, 'new-password': weak })
    const change = await ada.post('/account/security', { password, 'new-password': weak })
    for (const answer of [signUp, reset, change]) {
      t.equal(answer.status, 422)
      t.match(problems(answer)['new-password'], /few words that have nothing to do with each other/)
      t.notMatch(answer.body, new RegExp(weak))
    }
    t.equal((await browser().post('/reset-password', { token, 'new-password': 'another horse battery' })).status, 303, 'the link is not used up by it')
  })
})

t.test('what judges passwords is loaded by nobody but its own thread', async t => {
  const heavy = ['src/sign-in/strength/index.ts', 'src/sign-in/weak-password.ts', 'src/sign-in/passkeys/verify.ts', 'src/sign-in/second-step/codes.ts', 'src/activity/origin.ts']
  for (const path of heavy) t.notMatch(await readFile(path, 'utf8'), /^import (?!type ).*from '(?:@zxcvbn|@simplewebauthn|otpauth|uqr|bowser)/m, path)
})
