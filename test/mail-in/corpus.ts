/** A mail as some program made it, and what has to become of it. */
export interface Sample {
  raw: Buffer
  /** How it ends: as a reply, or kept for that reason. */
  ends: 'reply' | 'unreadable' | 'empty'
  /** What stands in the reply. */
  says?: RegExp
  /** The files that came along. */
  files?: string[]
}

interface Parts { head?: string[]; body: string | Buffer; from?: string | false }

let count = 0

/** A mail to that address. Lines of its head may stand in for the usual ones. */
function made(to: string, { head = [], body, from = 'Ada <ada@example.com>' }: Parts): Buffer {
  const names = head.map(line => line.split(':')[0]?.toLowerCase())
  const usual = [...from === false ? [] : [`From: ${from}`], `To: ${to}`, 'Subject: Re: Printer on fire', `Message-ID: <sample-${++count}@example.com>`, 'Date: Mon, 2 Nov 2026 10:00:00 +0000', 'MIME-Version: 1.0']
  const lines = [...usual.filter(line => !names.includes(line.split(':')[0]?.toLowerCase())), ...head]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), typeof body === 'string' ? Buffer.from(body.replace(/\r?\n/g, '\r\n')) : body])
}

const type = (value: string) => `Content-Type: ${value}`
const part = (lines: string[], body: string) => `${lines.join('\n')}\n\n${body}\n`
const multipart = (kind: string, boundary: string, parts: string[]) => `${type(`multipart/${kind}; boundary="${boundary}"`)}\n\n${parts.map(one => `--${boundary}\n${one}`).join('')}--${boundary}--\n`
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChAGAYg7VTwAAAABJRU5ErkJggg=='
const text = 'text/plain; charset=utf-8'

/** The body of a mail that is itself a multipart: its own type goes into the head. */
function whole(to: string, content: string, head: string[] = []): Buffer {
  const [first = '', ...rest] = content.split('\n')
  return made(to, { head: [first, ...head], body: rest.slice(1).join('\n') })
}

/** How programs make mails. */
export function shapes(to: string): Record<string, Sample> {
  const reply = (raw: Buffer, says: RegExp, files: string[] = []): Sample => ({ raw, ends: 'reply', says, files })
  const simple = (head: string[], body: string | Buffer, says: RegExp, files: string[] = []) => reply(made(to, { head, body }), says, files)
  return {
    'plain': simple([type(text)], 'Hello.', /^Hello\.$/),
    'nested multipart': reply(whole(to, multipart('mixed', 'a', [
      part([], '').trimEnd() + multipart('related', 'b', [
        multipart('alternative', 'c', [part([type(text)], 'Nested words.'), part([type('text/html')], '<p>Nested <b>words</b>.</p>')]),
        part([type('image/png'), 'Content-Transfer-Encoding: base64', 'Content-ID: <logo>', 'Content-Disposition: inline; filename=logo.png'], png),
      ]),
      part([type('text/plain; name=log.txt'), 'Content-Disposition: attachment; filename=log.txt'], 'a line'),
    ])), /^Nested words\.$/, ['log.txt', 'logo.png']),
    'HTML only': simple([type('text/html; charset=utf-8')], '<html><head><style>p{color:red}</style><script>alert(1)</script></head><body><p>Only <b>HTML</b> here &amp; now.</p><img src="https://tracker.example/x.gif"></body></html>', /^Only HTML here & now\.(?!.*alert)/s),
    'alternative of HTML alone': reply(whole(to, multipart('alternative', 'x', [part([type('text/html')], '<div>One alternative</div>')])), /^One alternative$/),
    'winmail.dat': reply(whole(to, multipart('mixed', 'x', [part([type(text)], 'From Outlook.'), part([type('application/ms-tnef; name="winmail.dat"'), 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename="winmail.dat"'], 'eJ8+IgAAAQAB')])), /^From Outlook\.$/),
    'quoted-printable with soft breaks': simple([type(text), 'Content-Transfer-Encoding: quoted-printable'], 'Gr=C3=BC=\n=C3=9Fe aus K=C3=B6ln=2E', /^Grüße aus Köln\.$/),
    'base64': simple([type(text), 'Content-Transfer-Encoding: base64'], Buffer.from('Zażółć gęślą jaźń').toString('base64'), /^Zażółć gęślą jaźń$/),
    'ISO-2022-JP': simple([type('text/plain; charset=ISO-2022-JP')], Buffer.from('1b244224333b4b21401b2842', 'hex'), /[\u3040-\u9fff]/),
    'ISO-8859-1 in eight bits': simple([type('text/plain; charset=iso-8859-1'), 'Content-Transfer-Encoding: 8bit', 'Subject: Gr\xfc\xdfe'], Buffer.from('Sch\xf6ne Gr\xfc\xdfe', 'latin1'), /^Schöne Grüße$/),
    'a character set nobody knows': simple([type('text/plain; charset=x-klingon')], 'Qapla', /Qapla/),
    'flowed': simple([type('text/plain; charset=utf-8; format=flowed')], 'One line that \nflows on.', /^One line that flows on\.$/),
    'right to left': simple([type(text)], 'الطابعة تحترق', /^الطابعة تحترق$/),
    'emoji': simple([type(text), 'Subject: =?utf-8?B?8J+UpQ==?='], '👩‍👩‍👧‍👦 🔥', /^👩‍👩‍👧‍👦 🔥$/u),
    'NUL bytes': simple([type(text)], 'a\0b\0c', /^abc$/),
    'a huge line': simple([type(text)], `start ${'x'.repeat(100_000)}`, /^start x{1000}/),
    'many words': simple([type(text)], 'word '.repeat(60_000), /^word word/, ['message.txt']),
    'a name by RFC 2231': reply(whole(to, multipart('mixed', 'x', [part([type(text)], 'A file.'), part([type('text/plain'), "Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe.txt"], 'x')])), /^A file\.$/, ['Grüße.txt']),
    'a name by RFC 2047': reply(whole(to, multipart('mixed', 'x', [part([type(text)], 'A file.'), part([type('text/plain; name="=?utf-8?Q?=C3=BCber=2Etxt?="'), 'Content-Disposition: attachment; filename="=?utf-8?Q?=C3=BCber=2Etxt?="'], 'x')])), /^A file\.$/, ['über.txt']),
    'a name that is a path': reply(whole(to, multipart('mixed', 'x', [part([type(text)], 'A file.'), part([type('text/plain'), 'Content-Disposition: attachment; filename="../../etc/passwd.txt"'], 'x')])), /^A file\.$/, ['passwd.txt']),
    'a forwarded mail as a file': reply(whole(to, multipart('mixed', 'x', [part([type(text)], 'See there.'), part([type('message/rfc822')], 'From: carl@example.com\nSubject: Secret\n\nInner words')])), /^See there\.$/, ['message.eml']),
    'an invitation': reply(whole(to, multipart('alternative', 'x', [part([type(text)], 'Come on Monday.'), part([type('text/calendar; method=REQUEST; charset=utf-8')], 'BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR')])), /^Come on Monday\.$/, ['invitation.ics']),
    'a file and no text': reply(whole(to, multipart('mixed', 'x', [part([type('text/plain'), 'Content-Disposition: attachment; filename=only.txt'], 'all is here')])), /no text/, ['only.txt']),
    'a program instead of a picture': reply(whole(to, multipart('mixed', 'x', [part([type(text)], 'A picture.'), part([type('image/png'), 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename=cat.png'], Buffer.from('MZ\0\0program').toString('base64'))])), /^A picture\.$/),
    'no Message-ID and no date': reply(Buffer.from(`From: ada@example.com\r\nTo: ${to}\r\n\r\nBare.`), /^Bare\.$/),
    'no From': reply(made(to, { from: false, body: 'Who am I?' }), /^Who am I\?$/),
    'a boundary that never comes': { raw: whole(to, `${type('multipart/mixed; boundary="never"')}\n\n${part([type(text)], 'Where is it?')}`), ends: 'empty' },
    'cut off': reply(whole(to, `${type('multipart/mixed; boundary="x"')}\n\n--x\n${part([type(text)], 'Cut o')}`), /^Cut o$/),
    'a thousand recipients': reply(made(to, { head: [`Cc: ${Array.from({ length: 1_000 }, (_, at) => `person${at}@example.com`).join(', ')}`], body: 'To all.' }), /^To all\.$/),
    'two hundred levels deep': { raw: whole(to, deep(200)), ends: 'reply', says: /./ },
    'a thousand parts': { raw: whole(to, multipart('mixed', 'x', Array.from({ length: 1_001 }, (_, at) => part([type(text)], `Part ${at}`)))), ends: 'unreadable' },
    'an endless head': { raw: made(to, { head: [`X-Long: ${'y'.repeat(600_000)}`], body: 'Too much.' }), ends: 'unreadable' },
    'HTML nested without end': { raw: made(to, { head: [type('text/html')], body: `${'<div>'.repeat(20_000)}Deep down` }), ends: 'reply', says: /Deep down/ },
    'empty': { raw: made(to, { head: [type(text)], body: '' }), ends: 'empty' },
    'nothing but white space': { raw: made(to, { head: [type(text)], body: '   \n\n\t\n' }), ends: 'empty' },
    'bytes that are no mail': { raw: Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)), ends: 'empty' },
  }
}

function deep(levels: number): string {
  let inner = part([type(text)], 'Deep words')
  for (let level = levels; level > 0; level -= 1) inner = `${multipart('mixed', `level-${level}`, [inner])}\n`
  return inner
}
