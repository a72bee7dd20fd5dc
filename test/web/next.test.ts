import t from 'tap'
import { safeNext, withQuery } from '../../src/web/next.ts'

const site = 'https://support.test'

t.test('after signing in one goes on to a path of our own', async t => {
  for (const path of ['/', '/tickets', '/tickets/1042', '/tickets?q=a%20b&status=open', '/tickets/new?follows=1001', '/sign-in/kept/00000000-0000-4000-8000-000000000000', '/attachments/x/%C3%A9t%C3%A9.pdf', '/help?q=a+b']) {
    t.equal(safeNext(path, site), path)
  }
})

t.test('and never anywhere else', async t => {
  const hostile = [
    '', 'tickets', 'https://evil.example', 'https://evil.example/', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/\n/evil.example', '\t//evil.example', ' //evil.example',
    '/%09/evil.example\u0000', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'https:evil.example', 'https:/evil.example', '/.//evil.example', '/..//evil.example', '/x/..//evil.example', '/./\\evil.example',
    `${site}.evil.example`, `${site}@evil.example`, `${site}/tickets`, '/\u2028/evil.example', '/\u00a0', '/tickets\r\nSet-Cookie: a=b', '/tickets#x', '/<script>', '/"onload="', '/é', `/${'a'.repeat(2_001)}`, '@evil.example', '?next=//evil.example', '#//evil.example',
  ]
  for (const path of hostile) t.equal(safeNext(path, site), '/', encodeURIComponent(path).slice(0, 60))
  t.equal(safeNext(undefined, site), '/')
  t.equal(safeNext(null, site), '/')
})

t.test('a path with a query leaves out what is empty', async t => {
  t.equal(withQuery('/sign-in', { next: '/tickets?q=a&b' }), '/sign-in?next=%2Ftickets%3Fq%3Da%26b')
  t.equal(withQuery('/sign-in', { next: undefined, other: '' }), '/sign-in')
})
