import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { resendFields } from '../../src/web/resend.ts'
import { swap, type Answer, type Client, type Fields } from '../support/client.ts'
import { ask, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const text = 'It burns\nsince <b>Monday</b>'
const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }

/** The refusal shows what was typed, in a form that goes to the same address. */
function givesBack(t: Test, { status, $ }: Answer, expected: number, action: string, typed: Fields, words: string): void {
  const form = $('main form').first()
  const fields = Object.fromEntries($(form).find('[name]').toArray().map(field => [$(field).attr('name') ?? '', String($(field).val() ?? '').replace(/^\n/, '').replaceAll('\r\n', '\n')]))
  t.equal(status, expected, words)
  t.equal(form.attr('action'), action, words)
  t.match(fields, typed, words)
  for (const [name] of Object.entries(typed)) t.not($(form).find(`[name="${name}"]`).attr('type'), 'hidden', `${words}: ${name} can be read`)
}

t.test('a form that comes too often gives back what was typed', async t => {
  const { ada, grace, mona, visitor, db } = await world(t, { POSTS_PER_MINUTE: '3' })
  const reference = await ask(ada)
  while ((await visitor.post('/sign-out')).status !== 429);
  const uploads: [Client, string, Fields][] = [
    [ada, '/tickets', { title: 'Lamp', description: text }], [ada, `/tickets/${reference}/replies`, { text }], [ada, `/tickets/${reference}/reopening`, { text }],
    [grace, `/desk/tickets/${reference}/replies`, { text }], [grace, `/desk/tickets/${reference}/notes`, { text }],
    [mona, '/desk/help/articles', { title: 'Lamp', summary: 'Short', content: text, note: 'New' }],
    [ada, `/help/guide/${randomUUID()}/files`, { more: text }], [ada, '/account/profile', { name: 'Ada L.', phone: '+49 30 1' }],
  ]
  for (const [who, url, typed] of uploads) {
    givesBack(t, await who.upload(url, typed, []), 429, url, typed, `${url}, plain`)
    const chosen = await who.upload(url, typed, [log])
    givesBack(t, chosen, 429, url, typed, `${url}, with a file`)
    t.equal(chosen.$('main form').attr('enctype'), 'multipart/form-data')
    t.equal(chosen.$('main input[type=file][name=files]').length, 1, 'the file can be chosen again')
  }
  const posts: [Client, string, Fields][] = [
    [ada, '/tickets', { title: 'Lamp', description: text }], [ada, `/tickets/${reference}/rating`, { words: text }], [ada, '/account/communication', { participants: text }],
    [grace, `/desk/tickets/${reference}/changes`, { resolution: text }], [mona, '/desk/help/questions', { question: 'Why?', answer: text }],
    [visitor, '/sign-up', { name: 'Nora', email: 'nora@example.com' }], [visitor, '/help/articles/x/vote', { words: text }],
  ]
  for (const [who, url, typed] of posts) givesBack(t, await who.post(url, typed), 429, url, typed, url)

  const swapped = await ada.upload('/tickets', { title: 'Lamp', description: text }, [log], swap('ticket-form'))
  t.equal(swapped.response.headers['hx-reswap'], 'none', 'to htmx it is a toast: the form stays as it is')
  t.strictSame(await db.selectFrom('drafts').select('id').execute(), [])
})

t.test('a form whose proof has become invalid', async t => {
  const { ada, carl, app } = await world(t)
  const reference = await ask(ada)
  const url = `/tickets/${reference}/replies`

  await t.test('gives back all of it, also what stands behind a file, and can be sent', async t => {
    const boundary = '----guichet-test'
    const field = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const payload = `${field('_csrf', 'old')}${field('author', ada.id)}--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.log"\r\n\r\n${'x'.repeat(300_000)}\r\n${field('text', text)}--${boundary}--\r\n`
    const cookie = `session=${ada.sessionId}; csrf=${ada.cookies['csrf'] ?? ''}`
    const { statusCode, body } = await app.inject({ method: 'POST', url, payload, headers: { cookie, 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' } })
    t.equal(statusCode, 403)
    t.match(body, /It burns\nsince &lt;b&gt;Monday/)

    const refused = await ada.upload(url, { _csrf: 'old', text }, [log])
    givesBack(t, refused, 403, url, { text }, 'with a file')
    t.equal((await ada.upload(url, shown(refused, 'main form'), [log])).status, 303)
  })

  await t.test('comes to htmx as a form of its own, for the one on the page would be refused for ever', async t => {
    const refused = await ada.upload(url, { _csrf: 'old', text }, [], swap('ticket'))
    t.equal(refused.status, 403)
    t.match(refused.response.headers, { 'hx-retarget': '#main', 'hx-reswap': 'innerHTML' })
    t.equal(refused.$('form').attr('action'), url)
    t.match(refused.$('[name=text]').val(), text)
    t.equal(refused.$('h1[data-focus]').length, 1)

    const others = await carl.post('/account/profile', { ...await ada.proof(), name: 'Ada L.' }, swap('main'))
    t.equal(others.response.headers['hx-retarget'], '#main')
  })
})

t.test('a text that is too long to be taken is given back whole', async t => {
  const { ada } = await world(t)
  const long = `${'word '.repeat(300_000)}end`
  givesBack(t, await ada.post('/tickets', { title: 'Lamp', description: long }), 413, '/tickets', { title: 'Lamp', description: long }, 'plain')
  givesBack(t, await ada.upload('/tickets', { title: 'Lamp', description: long, priority: 'high' }, [log]), 413, '/tickets', { title: 'Lamp', description: long }, 'with a file')
})

t.test('what nobody may send any more, or to nowhere, is given back', async t => {
  const { ada, carl, grace, db } = await world(t)
  const reference = await ask(ada)
  givesBack(t, await carl.upload(`/tickets/${reference}/replies`, { text }, [log]), 404, `/tickets/${reference}/replies`, { text }, 'a ticket that is not theirs')
  givesBack(t, await grace.upload('/desk/tickets/9/notes', { text }, [log]), 404, '/desk/tickets/9/notes', { text }, 'a ticket that is not there')
  givesBack(t, await ada.upload('/nowhere', { text }, [log]), 404, '/nowhere', { text }, 'an address that is not there')
  await db.updateTable('profiles').set({ role: 'customer' }).where('id', '=', grace.id).execute()
  givesBack(t, await grace.upload(`/desk/tickets/${reference}/replies`, { text }, [log]), 403, `/desk/tickets/${reference}/replies`, { text }, 'staff no more')
})

t.test('what took too long to answer is given back', async t => {
  const { ada, app } = await world(t)
  app.post('/test/slow', { config: { access: 'customer' }, handlerTimeout: 300 }, async (_request, reply) => {
    await sleep(2_000)
    return reply.send('late')
  })
  givesBack(t, await ada.post('/test/slow', { text }), 503, '/test/slow', { text }, 'plain')
  givesBack(t, await ada.upload('/test/slow', { text }, []), 503, '/test/slow', { text }, 'in parts')
})

t.test('what was sent after the session had ended says which files to choose again', async t => {
  const { ada, db } = await world(t)
  const reference = await ask(ada)
  const fields = { ...await ada.proof(), text }
  await db.deleteFrom('sessions').execute()
  const { location = '' } = await ada.upload(`/tickets/${reference}/replies`, fields, [log])
  await ada.post('/sign-in', { email: ada.email, password: 'correct horse battery' })
  const kept = await ada.get(new URL(location, 'http://x').searchParams.get('next') ?? '')
  t.equal(kept.$('main form').first().find('input[type=file][name=files]').length, 1)
  t.notOk(shown(kept, 'main form:first-of-type')['files'])
  t.equal((await ada.upload(`/tickets/${reference}/replies`, shown(kept, 'main form:first-of-type'), [log])).status, 303)
  t.match((await ada.get(`/tickets/${reference}`)).$('.files').text(), 'error.log')
})

t.test('whatever can be typed into a form is named where it is given back', async t => {
  const files = (await readdir('views', { recursive: true })).filter(file => file.endsWith('.eta'))
  const texts = await Promise.all(files.map(file => readFile(`views/${file}`, 'utf8')))
  const typed = texts.flatMap(view => [...view.matchAll(/'\/shared\/_(?:field|compose)', \{[^}]*?name: '([\w-]+)'/g)].map(([, name = '']) => name))
  const names = [...new Set(typed), 'title', 'description', 'field-colour', 'field-1-label', 'field-1-options']
  const secret = ['password', 'new-password', 'code']
  t.ok(names.length > 20, 'they are found')
  for (const name of names) t.equal(resendFields([[name, 'x']])[0]?.label === undefined, secret.includes(name), name)
  for (const name of ['field-1-key', 'field-1-kind', 'version', 'submission', 'intent']) t.equal(resendFields([[name, 'x']])[0]?.label, undefined, name)
})
