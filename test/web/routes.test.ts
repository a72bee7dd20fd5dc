import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import t from 'tap'
import type { RouteAccess } from '../../src/web/access.ts'
import { saveDraft } from '../../src/drafts/index.ts'
import { newSubmission } from '../../src/web/submissions.ts'
import { fullShelf } from '../help/shelf.ts'
import { picture } from '../support/files.ts'
import { answerSteps, begin, idOf, untilFiles } from '../support/guide.ts'
import { keptMail } from '../support/mails.ts'
import { world, type World } from '../support/world.ts'

const promised = JSON.parse(readFileSync(new URL('route-list.json', import.meta.url), 'utf8')) as Record<string, string>
const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }
const moves = new Set(['/language', '/sign-out', '/static/:name'])
/** Streams answer for as long as somebody listens. */
const streams = ({ url }: RouteAccess) => url.endsWith('/live')

/** Everything that addresses name is Ada's, and everything that a form could hold is in it. */
async function adas(w: World) {
  const { db, ada } = w
  await ada.upload('/tickets', ticket, [{ name: 'log.txt', content: 'all is well', type: 'text/plain' }])
  const { id, version } = await db.selectFrom('tickets').select(['id', 'version']).executeTakeFirstOrThrow()
  const file = await db.selectFrom('attachments').select('id').where('ticket_id', '=', id).executeTakeFirstOrThrow()
  await ada.upload('/account/profile', { name: ada.name }, [{ field: 'picture', name: 'me.png', content: await picture() }])
  const drawn = await db.selectFrom('profile_pictures').select(['storage_key', 'sha256', 'bytes']).executeTakeFirstOrThrow()
  const archive = await db.insertInto('archives').values({ ...drawn, profile_id: ada.id, language: 'en', ready_at: new Date(), expires_at: new Date(Date.now() + 86_400_000) }).returning('id').executeTakeFirstOrThrow()
  const draft = await saveDraft(db, ada.id, newSubmission(), { form: 'ticket', fields: { title: 'Not sent yet' } })
  const parked = await saveDraft(db, ada.id, newSubmission(), { form: 'parked', fields: { text: 'Not sent yet', action: '/tickets' } })
  const begun = await begin(ada)
  await answerSteps(ada, begun, { ...untilFiles, files: {} })
  const guide = idOf(begun)
  await fullShelf(w)
  const article = await db.selectFrom('article_versions').select('article_id as id').where('number', '=', 2).executeTakeFirstOrThrow()
  const category = await db.selectFrom('kb_categories').select('id').executeTakeFirstOrThrow()
  const question = await db.insertInto('kb_questions').values({ slug: 'how', question: 'How?', answer: 'So.', status: 'published' }).returning('id').executeTakeFirstOrThrow()
  const passkey = await db.insertInto('passkeys').values({ profile_id: ada.id, credential_id: 'ada', public_key: '', name: 'Phone' }).returning('id').executeTakeFirstOrThrow()
  const named = {
    '/account/security/passkeys/': passkey.id,
    '/desk/mails/': await keptMail(w),
    '/desk/help/articles/': article.id, '/desk/help/categories/': category.id, '/desk/help/questions/': question.id,
    '/account/pictures/': ada.id, '/account/data/archives/': archive.id, '/help/guide/': guide, '/attachments/': file.id, '/sign-in/kept/': parked,
  }
  const idIn = (url: string) => Object.entries(named).find(([start]) => url.startsWith(start))?.[1] ?? draft
  return {
    fields: { text: 'Mine now', status: 'closed', priority: 'low', category: 'other', agent: 'nobody', resolution: 'Gone', score: '5', words: 'Mine', version: String(version) },
    address: (url: string) => url.replace(':reference', '1001').replace(':name', 'log.txt').replace(':number', '1').replace(':id', idIn(url)),
  }
}

/** All that could be changed on what is Ada's. */
async function state({ db }: World): Promise<unknown> {
  const tables = ['tickets', 'replies', 'notes', 'ticket_events', 'ratings', 'attachments', 'drafts', 'mails', 'ticket_reads', 'guides'] as const
  return Promise.all(tables.map(async table => (await sql`select * from ${sql.table(table)} order by 1, 2`.execute(db)).rows))
}

t.test('the addresses', async t => {
  const w = await world(t)
  const { app, visitor, ada, carl, grace, mona } = w
  await app.ready()
  const routes = app.routeTable.filter(({ method }) => method !== 'HEAD')
  const { address, fields } = await adas(w)
  const gets = routes.filter(({ method }) => method === 'GET')
  const posts = routes.filter(({ method }) => method === 'POST')
  const before = await state(w)

  await t.test('are those that were promised, with the access that was promised', async t => {
    const found = Object.fromEntries(routes.map(({ method, url, access }): [string, string] => [`${method} ${url}`, access]))
    t.strictSame(found, promised, 'test/web/route-list.json: add a new address there; one that is gone must redirect')
    t.equal(gets.length + posts.length, routes.length, 'pages are got and forms are posted')
  })

  await t.test('for anyone show a visitor a page', async t => {
    // What names something of the help centre has tests of its own.
    for (const { url } of gets.filter(({ access, url }) => access === 'anyone' && !moves.has(url) && !url.includes('/:'))) t.equal((await visitor.get(url)).status, 200, url)
  })

  await t.test('of all others send a visitor to sign in, whether what they name exists or not', async t => {
    for (const route of gets.filter(({ access }) => access !== 'anyone')) {
      for (const url of [address(route.url), address(route.url).replace('1001', '4711')]) {
        const { status, location, body } = await visitor.get(url)
        t.equal(status, 303, url)
        t.equal(location, `/sign-in?${new URLSearchParams({ next: url })}`, url)
        t.equal(body, '')
      }
    }
  })

  await t.test('that are posted to do nothing for a visitor', async t => {
    for (const { url } of posts.filter(({ access }) => access !== 'anyone')) {
      t.equal((await visitor.post(address(url), { ...fields, _csrf: '' })).status, 403, url)
      const { status, body } = await visitor.post(address(url), fields)
      t.ok(status === 303 || status === 403, `${url}: ${status}`)
      t.notMatch(body, /Printer on fire/)
    }
  })

  await t.test('that name what is Ada’s do not exist for Carl', async t => {
    for (const { url } of routes.filter(({ url, access }) => access === 'customer' && url.includes('/:') && url !== '/tickets/drafts/:id/removal' && url !== '/sign-in/kept/:id/removal')) {
      const answers = [await carl.get(address(url)), await carl.post(address(url), fields)]
      t.strictSame(answers.map(({ status }) => status), [404, 404], url)
      t.notMatch(answers.map(({ body }) => body).join(), /Printer on fire|all is well|Not sent yet/, url)
      if (url.includes(':reference')) t.equal(withoutNumber((await carl.get(address(url))).body), withoutNumber((await carl.get(address(url).replace('1001', '4711'))).body), `${url} looks as if there were none`)
    }
    for (const url of ['/tickets/drafts/:id/removal', '/sign-in/kept/:id/removal']) t.ok([303, 404].includes((await carl.post(address(url))).status), url)
  })

  await t.test('of the desk are refused to customers', async t => {
    for (const { method, url } of routes.filter(({ access }) => access === 'agent' || access === 'admin')) {
      for (const person of [ada, carl]) {
        const { status, $ } = method === 'GET' ? await person.get(address(url)) : await person.post(address(url), fields)
        t.equal(status, 403, `${person.name} ${url}`)
        t.match($('main').text(), /for staff/)
      }
    }
    for (const { url } of routes.filter(({ access }) => access === 'admin')) t.equal((await grace.get(address(url))).status, 403, url)
  })

  t.strictSame(await state(w), before, 'and nothing of Ada’s has changed through all this')

  await t.test('of the desk are open to agents and admins', async t => {
    for (const route of gets.filter(({ access }) => access === 'agent').filter(route => !streams(route))) {
      for (const person of [grace, mona]) t.ok([200, 303].includes((await person.get(address(route.url))).status), `${person.name} ${route.url}`)
    }
  })

  await t.test('of customers show staff what is theirs, and not what is Ada’s', async t => {
    for (const route of gets.filter(({ access }) => access === 'customer').filter(route => !streams(route) && !/^\/(?:attachments|account\/pictures)/.test(route.url))) {
      const { status, body } = await grace.get(address(route.url))
      t.ok((route.url.includes('/:') ? [404] : [200, 303]).includes(status), `${route.url} ${status}`)
      t.notMatch(body, /Printer on fire|Not sent yet/)
    }
  })

  await t.test('show Ada what is hers', async t => {
    for (const route of gets.filter(({ access }) => access === 'customer').filter(route => !streams(route))) {
      t.ok([200, 303].includes((await ada.get(address(route.url))).status), route.url)
    }
  })
})

t.test('an address that does not say whom it is for stops the start', async t => {
  const { app } = await world(t)
  t.throws(() => app.get('/forgotten', async () => 'open to all?'), /GET \/forgotten must declare its access/)
})

const withoutNumber = (page: string): string => page.replaceAll(/give the number [\w-]+|4711|1001|value="[\w-]{40,}"/g, '')
