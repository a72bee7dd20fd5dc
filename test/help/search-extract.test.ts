import t from 'tap'
import { extractOf } from '../../src/help/search/extract.ts'

t.test('an extract', async t => {
  const filler = 'Nothing to see in this sentence. '.repeat(20)

  await t.test('shows the part of the text where most of the words stand', async t => {
    const extract = extractOf(`${filler}The password. ${filler}Reset your password here. ${filler}`, ['password', 'reset'])
    t.match(extract, /^… .*<mark>Reset<\/mark> your <mark>password<\/mark> here\..* …$/)
    t.ok(extract.length < 320)
  })

  await t.test('marks other forms of a word, not other words', async t => {
    t.equal(extractOf('Companies, company and compass; Passwörter.', ['compani', 'passwort']), '<mark>Companies</mark>, <mark>company</mark> and compass; <mark>Passwörter</mark>.')
    t.equal(extractOf('A compass in a bypass, or a pass.', ['pass']), 'A compass in a bypass, or a <mark>pass</mark>.')
    t.equal(extractOf('كلمة المرور', ['المرور']), 'كلمة <mark>المرور</mark>')
  })

  await t.test('is nothing but text, whatever the text says', async t => {
    t.equal(extractOf('<mark>a</mark> & "pass" \'', ['pass', 'mark']), '&lt;<mark>mark</mark>&gt;a&lt;/<mark>mark</mark>&gt; &amp; &quot;<mark>pass</mark>&quot; &#39;')
    t.equal(extractOf('', ['pass']), '')
    t.equal(extractOf('İİİ İstanbul pass', ['pass']).includes('<mark>pass</mark>'), true, 'also where small letters are longer')
  })

  await t.test('begins with the text where none of the words is in it', async t => {
    t.match(extractOf(filler, ['password']), /^Nothing to see/)
  })
})
