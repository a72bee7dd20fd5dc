import t from 'tap'
import { compose } from '../../src/notifications/letters.ts'
import { languages, translator } from '../../src/web/i18n.ts'
import { fold } from '../../src/mail-in/reading/fold.ts'
import { readMail, Unreadable } from '../../src/mail-in/reading/index.ts'
import { stripped } from '../../src/mail-in/reading/strip.ts'
import { hasRoom, isAboutAddress, reasons, room } from '../../src/mail-in/rules.ts'
import { headIn } from '../../src/mail-in/ways/head.ts'
import { bounceAddresses, replyAddresses } from '../../src/notifications/index.ts'

const secret = 's'.repeat(32)
const ada = { ticketId: '6f6f0a52-6f2b-4b7e-9a1c-0a3f5d1f6a11', reference: 1042, profileId: '1b3c2c8e-2d1e-4f6b-8f0e-2c1d3e4f5a6b', renewed: 0 }

t.test('an address to answer at', async t => {
  const addresses = replyAddresses({ MAIL_FROM: 'Acme, Support <Help@Acme.Example>' }, secret)
  const address = addresses.of(ada) ?? ''
  t.equal(addresses.main, 'help@acme.example')
  t.match(address, /^help\+1042-[a-z2-7]{26}@acme\.example$/)
  t.ok(address.indexOf('@') <= 64, 'its local part fits (RFC 5321)')
  const claim = addresses.claimOf(address.toUpperCase())
  t.ok(claim && addresses.proves(claim, ada), 'in any case of letters')
  t.notOk(claim && addresses.proves(claim, { ...ada, profileId: ada.ticketId }))
  t.notOk(claim && addresses.proves(claim, { ...ada, ticketId: ada.profileId }))
  t.notOk(claim && addresses.proves(claim, { ...ada, renewed: 1 }))
  t.notOk(claim && replyAddresses({ MAIL_FROM: 'help@acme.example' }, 'x'.repeat(32)).proves(claim, ada), 'nor under another secret')
  t.equal(addresses.claimOf('help@acme.example'), undefined)
  t.equal(addresses.claimOf('help+1042-short@acme.example'), null)
  t.strictSame(addresses.findIn(`X <a@b.example>, <${address}>, HELP@acme.example, xhelp@acme.example, help@acme.example.evil.example, a+help@acme.example`), [address, 'help@acme.example'])
  t.equal(replyAddresses({ MAIL_FROM: `${'x'.repeat(60)}@acme.example` }, secret).of(ada), undefined, 'where there is no room for it, there is none')
  t.equal(replyAddresses({ MAIL_FROM: 'a.b@acme.example' }, secret).isOurs('axb@acme.example'), false)
  t.equal(replyAddresses({ MAIL_FROM: 'a@x.example', MAIL_IN_ADDRESS: 'in@acme.example' }, secret).main, 'in@acme.example')
})

t.test('an address that a mail is sent under', async t => {
  const long = 'h'.repeat(24)
  const addresses = bounceAddresses({ MAIL_FROM: 'x@y.example', MAIL_IN_ADDRESS: `${long}@acme.example` }, secret)
  for (const id of [ada.ticketId, ada.profileId, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
    const address = addresses.of(id) ?? ''
    t.ok(address.indexOf('@') > 0 && address.indexOf('@') <= 64, 'fits behind the longest address of ours (RFC 5321)')
    for (const same of [address, address.toUpperCase()]) t.equal(addresses.mailOf(same), id, 'names its mail, in any case of letters')
    const at = address.indexOf('@')
    for (const place of [long.length + 1, long.length + 27, at - 1]) {
      const other = address[place] === 'a' ? 'q' : 'a'
      t.equal(addresses.mailOf(`${address.slice(0, place)}${other}${address.slice(place + 1)}`), undefined, `and no other with another sign at ${place}`)
    }
    for (const wrong of [address.slice(1), `${address}.evil.example`, address.replace('@acme', '@evil'), address.replace(/.@/, '@'), `${long}@acme.example`, '']) t.equal(addresses.mailOf(wrong), undefined, wrong)
    t.equal(bounceAddresses({ MAIL_FROM: `${long}@acme.example` }, 'x'.repeat(32)).mailOf(address), undefined, 'nor under another secret')
  }
  t.equal(bounceAddresses({ MAIL_FROM: `${long}h@acme.example` }, secret).of(ada.ticketId)?.indexOf('@'), 64)
  t.equal(bounceAddresses({ MAIL_FROM: `${long}hh@acme.example` }, secret).of(ada.ticketId), undefined, 'where there is no room for it, there is none')
})

t.test('which codes of mail servers are about an address', async t => {
  for (const code of ['5.1.0', '5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.0', '5.2.1', '5.2.2', '5.4.4']) t.ok(isAboutAddress(code), code)
  for (const code of ['', '4.1.1', '2.1.5', '5.0.0', '5.1.7', '5.1.8', '5.2.3', '5.2.4', '5.3.4', '5.4.1', '5.5.0', '5.6.1', '5.7.1', '5.7.26', '5.1', '5.1.1.1', 'x5.1.1']) t.notOk(isAboutAddress(code), code)
})

t.test('how much room there is', async t => {
  const { unknown, known } = room
  t.ok(hasRoom({ lately: unknown.lately, all: unknown.all }, false))
  t.notOk(hasRoom({ lately: unknown.lately + 1, all: 0 }, false), 'strangers have so much an hour')
  t.notOk(hasRoom({ lately: 0, all: unknown.all + 1 }, false), 'and so much altogether')
  t.ok(hasRoom({ lately: known.all, all: known.all }, true), 'people we know find room beside it')
  t.notOk(hasRoom({ lately: 0, all: known.all + 1 }, true))
})

t.test('what a sender is told of a mail that was not used', async t => {
  for (const language of languages) {
    const told = reasons.map(reason => compose({ id: 'x', kind: 'mail-kept', details: { name: '', reason: reason.replaceAll('-', '_') }, say: translator(language), baseUrl: 'https://support.test' }).letter)
    const words = told.map(({ paragraphs }) => paragraphs.join(' '))
    if (language === 'en') t.match(words[reasons.indexOf('mail-off')], /In your settings, answering by mail is switched off/)
    t.equal(new Set(words).size, 8, `${language} has words of its own for each reason that a sender can mend`)
    for (const { paragraphs, link } of told) t.match([paragraphs.length, link?.url], [2, 'https://support.test/tickets/new'])
  }
})

t.test('the lines of a head', async t => {
  t.strictSame(headIn('A: 1\r\nB : two\r\n three\r\nnonsense\r\na:\r\n\r\nC: body'), [{ name: 'a', value: '1' }, { name: 'b', value: 'two three' }, { name: 'a', value: '' }])
  t.strictSame(headIn('\n\nA: 1'), [])
})

t.test('text that would make the library lose signs is left whole', async t => {
  for (const text of ['', 'One line', '$& $1 On a b wrote:\n$&', '>\n>\n>', '-- \nonly a signature', 'a'.repeat(300_000)]) {
    const { text: own, quoted } = fold(text)
    t.equal(`${own}${quoted}`.replace(/\s/g, ''), text.replace(/\s/g, ''), text.slice(0, 30))
  }
})

t.test('the words of HTML that is too much for the converter', async t => {
  t.equal(stripped('<html><head><title>No</title></head><style>p{}</style><p class="x">One &amp; <b>two</b></p><script>if (1 < 2) no()</script><div>three</div>').replace(/\s+/g, ' ').trim(), 'One & two three')
  for (const odd of ['', 'plain', '<', '<p', '<style>never closed', 'a < b > c', '<'.repeat(100_000)]) t.equal(typeof stripped(odd), 'string')
})

t.test('what the disk refuses is not the mail’s fault', async t => {
  const error: unknown = await readMail({ path: '/nowhere/at/all', filesAtMost: 1 }).catch((error: unknown) => error)
  t.match(error, { message: /ENOENT/ })
  t.notOk(error instanceof Unreadable)
})
