import * as cheerio from 'cheerio'
import t from 'tap'
import { readPreferences } from '../../src/preferences/index.ts'
import { asked, send } from '../desk/desk.ts'
import { origin, world, type Someone, type World } from '../support/world.ts'

const page = '/account/notifications'
const form = { reply: 'daily', status: 'weekly', resolved: 'portal', closing: 'off', participant: 'now' }
const saved = async ({ db }: World, { id }: Someone) => (await readPreferences(db, id)).notification
const kinds = async ({ db }: World) => (await db.selectFrom('activity').select('kind').orderBy('id').execute()).map(({ kind }) => kind)
const shown = async (who: Someone) => {
  const { $ } = await who.get(page)
  return Object.fromEntries($('form[name=notifications]').find('select').toArray().map(select => [$(select).attr('name') ?? '', $(select).find('[selected]').attr('value')]))
}

t.test('each event has its way, and keeps it', async t => {
  const w = await world(t)
  t.strictSame(await shown(w.ada), { reply: 'now', status: 'now', resolved: 'now', closing: 'now', participant: 'now' })
  for (let count = 0; count < 2; count++) {
    const { status, location } = await w.ada.post(page, form)
    t.equal(status, 303)
    t.equal(location, page)
  }
  t.match(await saved(w, w.ada), form)
  t.strictSame(await shown(w.ada), form)
  t.match((await saved(w, w.carl)), { reply: 'now' }, 'somebody else’s stay')
  t.strictSame(await kinds(w), ['account:notifications'], 'saving the same again is nothing that happened')
})

t.test('notes on the security of an account cannot be switched off', async t => {
  const w = await world(t)
  t.match((await w.ada.get(page)).$('main').text(), /This cannot be switched off/)
  await w.ada.post(page, { ...form, security: 'off' })
  t.equal((await saved(w, w.ada)).security, 'now')
})

t.test('agents choose besides what they hear of their tickets; nobody else can', async t => {
  const w = await world(t)
  t.equal((await shown(w.grace))['assigned'], 'portal')
  t.equal((await w.grace.post(page, { ...form, assigned: 'now' })).status, 303)
  t.equal((await saved(w, w.grace)).assigned, 'now')
  await w.ada.post(page, { ...form, assigned: 'now' })
  t.equal((await saved(w, w.ada)).assigned, 'portal')
})

t.test('what will not do comes back with the rest as it was', async t => {
  const w = await world(t)
  for (const reply of ['', 'x', 'x'.repeat(5_000), '<script>', 'NOW']) {
    const { status, $ } = await w.ada.post(page, { ...form, reply })
    t.equal(status, 422)
    t.match($('title').text(), /^Error: /)
    t.match($('#reply-error').text(), /Choose one of the answers/)
    t.equal($('#status [selected]').attr('value'), 'weekly')
  }
  t.equal((await saved(w, w.ada)).status, 'now')
  t.equal((await w.visitor.get(page)).location, `/sign-in?next=${encodeURIComponent(page)}`)
  t.equal((await w.visitor.post(page, form)).status, 303)
})

t.test('who wants no mail is told so here', async t => {
  const w = await world(t)
  await w.db.updateTable('customer_preferences').set({ communication_preferences: JSON.stringify({ channel: 'portal' }) }).where('customer_id', '=', w.ada.id).execute()
  t.match((await w.ada.get(page)).$('.notice').text(), /no mail/)
})

const address = async (who: Someone) => (await who.get(page)).$('.address a').attr('href')
const fetched = ({ app }: World, url = '') => app.inject({ url: url.slice(origin.length) })

t.test('a private feed of one’s news', async t => {
  const w = await world(t)
  const reference = await asked(w, { title: 'Fire & <smoke>' })
  await send(w.grace, reference, 'replies', { text: 'Secret words' })
  await send(w.grace, await asked(w, { title: 'His' }, w.carl), 'replies', { text: 'x' })
  await w.db.insertInto('notifications').values({ profile_id: w.ada.id, event: 'security', kind: 'password-changed', way: 'now' }).execute()
  t.equal(await address(w.ada), undefined)
  const { status, location } = await w.ada.post(`${page}/feed`, { submission: '3b241101-e2bb-4255-8caf-4136c566a962' })
  t.equal(status, 303)
  t.equal(location, page)
  const first = await address(w.ada)
  t.match(first, /^http:\/\/support\.test\/feeds\/[\w-]{43}\.xml$/)

  await t.test('says in Atom what there is to say, and no more', async t => {
    const answer = await fetched(w, first)
    t.equal(answer.statusCode, 200)
    t.match(answer.headers, { 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': /^private/ })
    const $ = cheerio.load(answer.body, { xml: true })
    t.equal($('entry').length, 1)
    t.equal($('entry > title').text(), 'Grace answered your ticket “Fire & <smoke>”')
    t.equal($('entry > link').attr('href'), `${origin}/tickets/${reference}`)
    for (const part of ['feed > id', 'feed > title', 'feed > updated', 'feed > author > name', 'entry > id', 'entry > updated']) t.equal($(part).length, 1, part)
    t.equal($('feed > link[rel=self]').attr('href'), first)
    t.notMatch(answer.body, /Secret words|His|password|ada@/i)
  })

  await t.test('whose address the database does not hold', async t => {
    const token = /feeds\/([\w-]+)/.exec(first ?? '')?.[1] ?? '?'
    t.notMatch(JSON.stringify(await w.db.selectFrom('feeds').selectAll().execute()), token)
  })

  await t.test('is made once by the same form, renewed by another, and taken back', async t => {
    await w.ada.post(`${page}/feed`, { submission: '3b241101-e2bb-4255-8caf-4136c566a962' })
    t.equal(await address(w.ada), first)
    await w.ada.post(`${page}/feed`, { submission: '3b241101-e2bb-4255-8caf-4136c566a963' })
    const second = await address(w.ada)
    t.not(second, first)
    t.equal((await fetched(w, first)).statusCode, 404)
    t.equal((await fetched(w, second)).statusCode, 200)
    await w.ada.post(`${page}/feed/removal`)
    await w.ada.post(`${page}/feed/removal`)
    t.equal(await address(w.ada), undefined)
    t.equal((await fetched(w, second)).statusCode, 404)
    t.strictSame((await kinds(w)).filter(kind => kind.startsWith('security')), ['security:feed', 'security:feed', 'security:feed'])
  })
})

t.test('a feed is in the language of its owner, and no wrong address finds one', async t => {
  const w = await world(t)
  await w.ada.post(`${page}/feed`, {})
  const url = await address(w.ada)
  await w.db.updateTable('customer_preferences').set({ ui_preferences: JSON.stringify({ language: 'de' }) }).where('customer_id', '=', w.ada.id).execute()
  t.match((await fetched(w, url)).body, 'xml:lang="de"')
  for (const file of ['x.xml', `${'a'.repeat(43)}.xml`, url?.split('/').at(-1)?.slice(0, -4) ?? '', `${'a'.repeat(250)}.xml`, '%00.xml']) t.equal((await w.app.inject({ url: `/feeds/${file}` })).statusCode, 404, file)
  t.equal((await w.visitor.post(`${page}/feed`, {})).location, `/sign-in?next=${encodeURIComponent(`${page}/feed`)}`)
})

t.test('who asks for feeds too often has to wait', async t => {
  const w = await world(t)
  const answers = []
  for (let count = 0; count < 61; count++) answers.push((await w.app.inject({ url: '/feeds/guess.xml' })).statusCode)
  t.strictSame(answers, [...Array<number>(60).fill(404), 429])
})
