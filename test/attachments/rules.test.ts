import t from 'tap'
import { disposition } from '../../src/attachments/hand-out.ts'
import { parseRange } from '../../src/attachments/range.ts'
import { displayName } from '../../src/attachments/receive.ts'

t.test('a byte range', async t => {
  const ranges = { 'bytes=0-0': [0, 0], 'bytes=0-': [0, 99], 'bytes=10-19': [10, 19], 'bytes=90-200': [90, 99], 'bytes=-10': [90, 99], 'bytes=-200': [0, 99] }
  for (const [header, [start, end]] of Object.entries(ranges)) t.strictSame(parseRange(header, 100), { start, end }, header)

  for (const header of ['bytes=100-', 'bytes=100-200', 'bytes=-0']) t.equal(parseRange(header, 100), 'unsatisfiable', header)
  const whole = [undefined, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=a-b', 'bytes= 0-1', 'bytes=0-1x']
  for (const header of whole) t.equal(parseRange(header, 100), undefined, `${header} means the whole file`)
})

t.test('what a file is called', async t => {
  const names: [string, string][] = [
    ['report.pdf', 'report.pdf'],
    ['C:\\Users\\ada\\report.pdf', 'report.pdf'],
    ['/home/ada/../report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['re\u200Bport\uFEFF.pdf', 'report.pdf'],
    ['a"b<c>d|e:f*g?.txt', 'abcdefg.txt'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie x=1.txt'],
    ['تقرير.pdf', 'تقرير.pdf'],
    ['', 'file'], ['/', 'file'], ['\u202E', 'file'], ['\ud800', 'file'],
  ]
  for (const [sent, shown] of names) t.equal(displayName(sent), shown, JSON.stringify(sent))
  t.equal(displayName(`${'x'.repeat(300)}.pdf`), `${'x'.repeat(116)}.pdf`, 'of a long name the end is kept, with its extension')
  t.equal(displayName('🦊'.repeat(300)), '🦊'.repeat(120), 'and no character is cut in two')
})

t.test('the name a download is saved under', async t => {
  const header = (name: string, media_type = 'application/pdf') => disposition({ name, media_type })

  t.equal(header('report.pdf'), `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`)
  t.match(header('photo.png', 'image/png'), /^inline;/, 'a picture is shown')
  for (const type of ['image/svg+xml', 'text/html', 'text/plain', 'application/pdf']) t.match(header('x', type), /^attachment;/, `${type} is never shown`)

  const hostile = ['a"; filename="b.exe', 'a\r\nSet-Cookie: x=1', 'back\\slash', 'per%41cent', 'تقرير الطابعة.pdf', '🦊.png', "it's (1)*.txt", 'é'.repeat(200), '\ud800']
  for (const name of hostile) {
    const [, plain = '', extended = ''] = /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]*)$/.exec(header(name)) ?? []
    t.match(plain, /^[\x20-\x7e]+$/, `${JSON.stringify(name)} has a name for old clients`)
    t.equal(decodeURIComponent(extended), name.toWellFormed(), 'and the right one for all others')
  }
})
