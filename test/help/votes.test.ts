import t from 'tap'
import { swap } from '../support/client.ts'
import { problems, shown } from '../support/tickets.ts'
import { origin, world, type World } from '../support/world.ts'
import { article, question } from './texts.ts'

const votes = ({ db }: World) => db.selectFrom('help_votes').select(['helpful', 'reason', 'words', 'voter']).orderBy('created_at').execute()

t.test('a vote', async t => {
  const w = await world(t)
  const { visitor, ada } = w
  const { id, slug } = await article(w, { title: 'Pair the reader' })
  const address = `/help/articles/${slug}/vote`

  await t.test('counts without signing in, and is thanked for where the text is read', async t => {
    const { status, location = '' } = await visitor.post(address, { helpful: 'yes' })
    t.equal(status, 303)
    t.equal(location, `/help/articles/${slug}?voted=yes#vote_${id}`)
    const { $, response } = await visitor.get(location)
    t.match($('title').text(), /^Thank you for telling us/)
    t.match($('.vote').text(), /glad that it helped/)
    t.equal($('.vote [aria-pressed=true]').text(), 'Yes, it helped')
    t.match(response.headers['cache-control'], /no-store/, 'it is nobody else’s page')
    t.match(await votes(w), [{ helpful: true }])
  })

  await t.test('can be changed, and stays one', async t => {
    const { location = '' } = await visitor.post(address, { helpful: 'no' })
    const { $ } = await visitor.get(location)
    t.match($('.vote').text(), /Will you tell us more/)
    t.equal($('form[name$=_why] [name=words]').length, 1)
    t.match(await votes(w), [{ helpful: false, reason: '', words: '' }])
    t.equal((await votes(w)).length, 1)
  })

  await t.test('says why, as a plain form', async t => {
    const page = await visitor.get(`/help/articles/${slug}?voted=no`)
    const form = shown(page, `form[name=vote_${id}_why]`)
    const { location = '' } = await visitor.post(address, { ...form, reason: 'unclear', words: 'Which button?' })
    t.match((await visitor.get(location)).$('.vote').text(), /We read this/)
    t.match(await votes(w), [{ helpful: false, reason: 'unclear', words: 'Which button?' }])
  })

  await t.test('without a reason takes none back', async t => {
    await visitor.post(address, { helpful: 'no', reason: '', words: '' })
    await visitor.post(address, { helpful: 'yes' })
    t.match(await votes(w), [{ helpful: true, reason: 'unclear', words: 'Which button?' }])
  })

  await t.test('swaps its own region', async t => {
    const no = await ada.post(address, { helpful: 'no' }, swap(`vote_${id}`))
    t.equal(no.status, 200)
    t.equal(no.$('body > div').first().attr('id'), `vote_${id}`)
    t.match(no.$('[data-focus]').text(), /Will you tell us more/)
    t.match((await ada.post(address, { helpful: 'yes' }, swap(`vote_${id}`))).$('[hx-swap-oob]').text(), /Thank you/)
    t.match((await ada.post(address, { helpful: 'no', reason: 'other', words: 'x' }, swap(`vote_${id}`))).$('.vote [data-focus]').text(), /We read this/)
    t.equal((await votes(w)).length, 2, 'one for each voter')
  })

  await t.test('of a visitor who signs in becomes that of the person', async t => {
    const browser = w.browser()
    await browser.post(address, { helpful: 'yes' })
    t.equal((await votes(w)).length, 3)
    ada.cookies['visitor'] = browser.cookies['visitor'] ?? ''
    await ada.post(address, { helpful: 'yes' })
    t.equal((await votes(w)).length, 2)
    t.notOk((await votes(w)).some(({ voter }) => voter === browser.cookies['visitor']), 'the cookie itself is written nowhere')
  })

  await t.test('ten times at once is one', async t => {
    const many = w.browser()
    await many.post(address, { helpful: 'no' })
    const before = (await votes(w)).length
    const answers = await Promise.all(Array.from({ length: 10 }, () => many.post(address, { helpful: 'yes' })))
    t.strictSame([...new Set(answers.map(({ status }) => status))], [303])
    t.equal((await votes(w)).length, before)
  })
})

t.test('what is wrong with a vote is said, and nothing typed is lost', async t => {
  const w = await world(t)
  const { visitor } = w
  const { id, slug } = await question(w, { question: 'How do I pay?' })
  const address = `/help/questions/${slug}/vote`
  const long = 'é'.repeat(2_001)

  const refused = await visitor.post(address, { helpful: 'no', reason: 'failed', words: long })
  t.equal(refused.status, 422)
  t.match(refused.$('title').text(), /^Error: Was “How do I pay\?” helpful\?/)
  t.strictSame(problems(refused), { [`vote_${id}_words`]: 'Error: Use up to 2,000 characters.'.replace('Error: ', '') })
  t.match(shown(refused, `form[name=vote_${id}_why]`), { reason: 'failed', words: long, helpful: 'no' })
  t.equal(refused.$('.error-summary a').attr('href'), `#vote_${id}_words`)
  t.equal(refused.$('.error-summary').length, 1)
  t.equal(refused.$('.back a').attr('href'), `/help/questions?open=${slug}#${slug}`)

  const swapped = await visitor.post(address, { helpful: 'no', words: long }, swap(`vote_${id}`))
  t.equal(swapped.status, 422)
  t.equal(swapped.$('textarea').val(), long)
  t.equal(swapped.$('.error-summary').length, 1)

  for (const fields of [{}, { helpful: '' }, { helpful: 'maybe' }, { helpful: 'no', reason: "'; drop table help_votes --" }, { helpful: ['x', 'yes'] }]) {
    t.equal((await visitor.post(address, fields)).status, 422, JSON.stringify(fields))
  }
  t.equal((await visitor.upload(address, { helpful: 'yes' }, [])).status, 422, 'a form of the other kind says nothing')
  t.strictSame(await votes(w), [])

  t.equal((await visitor.post(address, { helpful: 'no', reason: '', words: `${'é'.repeat(1_999)}\0` })).status, 303)
  t.match(await votes(w), [{ words: 'é'.repeat(1_999) }])
})

t.test('nobody votes on what they may not see', async t => {
  const w = await world(t)
  const { visitor, ada, grace } = w
  for (const [kind, make] of [['articles', (more: object) => article(w, { title: 'Hidden', ...more })], ['questions', (more: object) => question(w, { question: 'Hidden?', ...more })]] as const) {
    const draft = await make({ status: 'draft', slug: 'draft' })
    const staff = await make({ visibility: 'staff', slug: 'staff' })
    const customers = await make({ visibility: 'customers', slug: 'customers' })
    const tries = [[visitor, draft], [visitor, staff], [visitor, customers], [ada, draft], [ada, staff], [grace, draft], [visitor, { slug: 'no-such' }], [visitor, { slug: '%00' }], [visitor, { slug: '..%2f..' }]] as const
    for (const [who, { slug }] of tries) {
      t.equal((await who.post(`/help/${kind}/${slug}/vote`, { helpful: 'yes' })).status, 404, `${kind} ${slug}`)
      t.equal((await who.get(`/help/${kind}/${slug}/vote`)).status, 404, `${kind} ${slug}`)
    }
    t.equal((await ada.post(`/help/${kind}/${customers.slug}/vote`, { helpful: 'yes' })).status, 303)
    t.equal((await grace.post(`/help/${kind}/${staff.slug}/vote`, { helpful: 'yes' })).status, 303)
  }
  t.equal((await votes(w)).length, 4)
})

t.test('an address that is only posted to leads back to the text, and one that was leads to what it is now', async t => {
  const w = await world(t)
  const { slug, id } = await question(w, { question: 'Für wen?' })
  await w.db.insertInto('former_slugs').values({ kind: 'question', slug: 'for-whom', target_id: id }).execute()
  const now = `/help/questions?open=${slug}#${slug}`
  for (const address of [slug, 'for-whom']) t.equal((await w.visitor.get(`/help/questions/${address}/vote`)).location, now)
  t.equal((await w.visitor.post('/help/questions/for-whom/vote', { helpful: 'yes' })).location, `/help/questions?open=${slug}&voted=yes#vote_${id}`)
  t.equal((await votes(w)).length, 1)
})

t.test('a form of another site casts no vote', async t => {
  const w = await world(t)
  const { slug } = await article(w, { title: 'Pair the reader' })
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    t.equal((await w.ada.post(`/help/articles/${slug}/vote`, { helpful: 'no' }, headers)).status, 403)
  }
  const payload = 'helpful=no'
  const send = (from: string) => w.app.inject({ method: 'POST', url: `/help/articles/${slug}/vote`, payload, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: from } })
  t.equal((await send('https://evil.example')).statusCode, 403)
  t.strictSame(await votes(w), [])
  t.equal((await send(origin)).statusCode, 303, 'the page that all share holds no token')
})

t.test('votes are limited', async t => {
  const w = await world(t, { POSTS_PER_MINUTE: '1000' })
  const { slug } = await article(w, { title: 'Pair the reader' })
  const address = `/help/articles/${slug}/vote`

  await t.test('for each voter', async t => {
    for (let at = 0; at < 60; at++) await w.ada.post(address, { helpful: at % 2 === 0 ? 'yes' : 'no' })
    const { status, $ } = await w.ada.post(address, { helpful: 'no', words: 'Let me say this.' })
    t.equal(status, 429)
    t.match($('main').text(), /Try again in/)
    t.equal($('[name=words]').val(), 'Let me say this.', 'what was typed comes back')
  })

  await t.test('for each network', async t => {
    await w.db.updateTable('attempts').set({ count: 300 }).where('key', 'like', 'votes:1%').execute()
    t.equal((await w.browser().post(address, { helpful: 'yes' })).status, 429)
    t.equal((await votes(w)).length, 1)
  })
})
