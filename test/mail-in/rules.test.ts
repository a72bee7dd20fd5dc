import t from 'tap'
import { compose } from '../../src/notifications/letters.ts'
import { languages, translator } from '../../src/web/i18n.ts'
import { fold } from '../../src/mail-in/reading/fold.ts'
import { readMail, Unreadable } from '../../src/mail-in/reading/index.ts'
import { stripped } from '../../src/mail-in/reading/strip.ts'
import { isAuthentic, reasons } from '../../src/mail-in/rules.ts'
import { headIn } from '../../src/mail-in/ways/head.ts'
import { replyAddresses } from '../../src/notifications/index.ts'

const secret = 's'.repeat(32)
const ada = { ticketId: '6f6f0a52-6f2b-4b7e-9a1c-0a3f5d1f6a11', reference: 1042, profileId: '1b3c2c8e-2d1e-4f6b-8f0e-2c1d3e4f5a6b' }

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
  t.notOk(claim && replyAddresses({ MAIL_FROM: 'help@acme.example' }, 'x'.repeat(32)).proves(claim, ada), 'nor under another secret')
  t.equal(addresses.claimOf('help@acme.example'), undefined)
  t.equal(addresses.claimOf('help+1042-short@acme.example'), null)
  t.strictSame(addresses.findIn(`X <a@b.example>, <${address}>, HELP@acme.example, xhelp@acme.example, help@acme.example.evil.example, a+help@acme.example`), [address, 'help@acme.example'])
  t.equal(replyAddresses({ MAIL_FROM: `${'x'.repeat(60)}@acme.example` }, secret).of(ada), undefined, 'where there is no room for it, there is none')
  t.equal(replyAddresses({ MAIL_FROM: 'a.b@acme.example' }, secret).isOurs('axb@acme.example'), false)
  t.equal(replyAddresses({ MAIL_FROM: 'a@x.example', MAIL_IN_ADDRESS: 'in@acme.example' }, secret).main, 'in@acme.example')
})

t.test('what our mail server says of a sender', async t => {
  const from = { address: 'ada@Example.com', name: '' }
  const says = (...results: string[]) => isAuthentic({ results, from }, 'MX.acme.example', true)
  t.ok(says('mx.acme.example; dkim=pass header.d=example.com; dmarc=pass (p=REJECT sp=NONE) header.from=example.com'))
  t.ok(says('mx.acme.example 1; dmarc = pass action=none header.from=EXAMPLE.com; spf=none'))
  t.ok(says('other.example; dmarc=fail header.from=example.com', 'mx.acme.example; spf=pass', 'mx.acme.example; dmarc=pass header.from=example.com'))
  for (const wrong of [
    '', 'mx.acme.example', 'mx.acme.example; none', 'mx.acme.example; dmarc=passed header.from=example.com', 'mx.acme.example; dmarc=pass', 'mx.acme.example; dmarc=pass header.from=evil.example',
    'mx.acme.example; dmarc=pass header.from=example.com.evil.example', 'evil.example; dmarc=pass header.from=example.com', 'mx.acme.example.evil.example; dmarc=pass header.from=example.com',
    'mx.acme.example; dmarc=pass header.from=example.com; dmarc=fail header.from=example.com', 'mx.acme.example; spf=pass (; dmarc=pass header.from=example.com', 'mx.acme.example; x-dmarc=pass header.from=example.com',
  ]) t.notOk(says(wrong), wrong)
  t.notOk(isAuthentic({ results: ['mx.acme.example; dmarc=pass header.from=example.com'], from }, undefined, true), 'nobody is believed without the setting')
  t.notOk(isAuthentic({ results: ['mx.acme.example; dmarc=pass header.from=example.com'], from }, 'mx.acme.example', false), 'nor over a line that is not ours')
  t.notOk(isAuthentic({ results: ['mx.acme.example; dmarc=pass header.from=example.com'], from: undefined }, 'mx.acme.example', true))
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
