import Fastify from 'fastify'
import cookie from '@fastify/cookie'
import t from 'tap'
import { visitors } from '../../src/web/visitor.ts'

t.test('a visitor', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cookie)
  await app.register(visitors, { https: true })
  app.get('/', request => ({ known: request.knownVisitor() ?? null }))
  app.post('/', (_request, reply) => ({ name: reply.visitor(), again: reply.visitor() }))
  const get = async (value?: string) => (await app.inject({ url: '/', ...(value !== undefined && { cookies: { '__Host-visitor': value } }) })).json().known

  t.equal((await app.inject('/')).cookies.length, 0, 'who only reads gets no cookie')
  const left = await app.inject({ method: 'POST', url: '/' })
  const [made] = left.cookies
  t.match(made, { name: '__Host-visitor', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  t.equal(left.json().name, left.json().again)
  t.equal(left.cookies.length, 1)
  t.equal(await get(made?.value), left.json().name, 'is known again')
  t.not(left.json().name, made?.value, 'and what is written down does not let anybody be them')
  for (const other of ['', 'short', `${made?.value}x`, '../../../../etc/passwd'.padEnd(22)]) t.equal(await get(other), null, other)
  t.not(await get('A'.repeat(22)), left.json().name)
})
