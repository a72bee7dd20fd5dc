import { sql } from 'kysely'
import t from 'tap'
import { swap } from '../support/client.ts'
import { world, type World } from '../support/world.ts'
import { category, changed } from './shelf.ts'
import { article, question } from './texts.ts'

type Person = World['visitor']

const address = (q: string, more: Record<string, string> = {}) => `/help/search?${new URLSearchParams({ q, ...more })}`

async function titles(person: Person, q: string, more: Record<string, string> = {}): Promise<string[]> {
  const { $ } = await person.get(address(q, more))
  return $('.hits h3').toArray().map(heading => $(heading).text().trim())
}

t.test('a search', async t => {
  const w = await world(t)
  const { visitor, carl, grace, db } = w
  await article(w, { title: 'Reset your password', content: 'Open the sign-in page and choose the link below the button. The mail comes within minutes.' })
  await article(w, { title: 'Signing in', content: '## When the password is wrong\n\nCheck the keyboard.' })
  await article(w, { title: 'Old phones', content: 'They keep the password of the network for ever. The **network name** stays too.' })
  await article(w, { title: 'Invoices', content: 'An invoice is made on the first of the month. You may pay it by card.' })
  await article(w, { title: 'Konto löschen', content: 'Ihre Verträge werden gelöscht. Die Rechnungen bleiben.', language: 'de' })
  await article(w, { title: 'إعادة تعيين كلمة المرور', content: 'افتح صفحة الدخول واختر الرابط.', language: 'ar' })
  await question(w, { question: 'Can I pay by cheque?', answer: 'No, only with a card or by transfer.' })
  await changed(w)

  await t.test('puts titles before headings before texts', async t => {
    t.strictSame(await titles(visitor, 'password'), ['Reset your password', 'Signing in', 'Old phones'])
  })

  await t.test('finds other forms of a word', async t => {
    t.strictSame(await titles(visitor, 'invoicing paid'), ['Invoices'])
    t.strictSame(await titles(visitor, 'Vertrag'), ['Konto löschen'], 'in German')
  })

  await t.test('finds articles of other scripts by their words', async t => {
    t.strictSame(await titles(visitor, 'كلمة المرور'), ['إعادة تعيين كلمة المرور'])
  })

  await t.test('finds questions among the articles, and leads to where they are', async t => {
    const { $ } = await visitor.get(address('cheque'))
    t.equal($('.hits a').attr('href'), '/help/questions?open=can-i-pay-by-cheque#can-i-pay-by-cheque')
    t.match($('.hits li').text(), /Question/)
  })

  await t.test('leads to a question that stands on a later page, too', async t => {
    await sql`insert into kb_questions (question, slug, answer, answer_html, answer_text, status, visibility, language, position)
      select 'Filler ' || n, 'filler-' || n, 'x', '<p>x</p>', 'x', 'published', 'everyone', 'en', 0 from generate_series(1, 60) n`.execute(db)
    await changed(w)
    const { $ } = await visitor.get(address('cheque'))
    const link = $('.hits a').attr('href') ?? ''
    t.match((await visitor.get(link)).$('#can-i-pay-by-cheque').text(), /No, only with a card/)
    await sql`delete from kb_questions where slug like 'filler-%'`.execute(db)
    await changed(w)
  })

  await t.test('knows phrases, and words that are not wanted', async t => {
    t.strictSame(await titles(visitor, '"network name"'), ['Old phones'])
    t.strictSame(await titles(visitor, '"name network"'), [])
    for (const quoted of ['“name network”', '„name network“', '«name network»']) t.strictSame(await titles(visitor, quoted), [], `${quoted} as phones write it`)
    t.strictSame(await titles(visitor, 'password -network'), ['Reset your password', 'Signing in'])
    t.strictSame(await titles(visitor, '-password'), [], 'of which alone nothing can be said')
    t.strictSame((await titles(visitor, 'cheque OR keyboard')).sort(), ['Can I pay by cheque?', 'Signing in'])
  })

  await t.test('marks the words in a part of the text around them', async t => {
    const { $ } = await visitor.get(address('networks'))
    t.equal($('.hits mark').first().text(), 'network')
    t.match($('.hits p').first().text(), /They keep the password of the network for ever/)
  })

  await t.test('shows what comes near a mistyped word, and lets it be searched for as typed', async t => {
    const { $ } = await visitor.get(address('pasword'))
    t.equal($('#results strong').text(), 'password')
    t.equal($('.hits h3').first().text().trim(), 'Reset your password')
    t.strictSame(await titles(visitor, 'pasword', { exactly: '1' }), [])
    t.equal($('#results a[href*=exactly]').attr('href'), '/help/search?q=pasword&exactly=1')
    t.equal((await visitor.get(address('invioce'))).$('#results strong').text(), 'invoice')
    t.equal((await visitor.get(address('passw'))).$('#results strong').text(), 'password', 'while it is being typed')
  })

  await t.test('finds what has some of the words where nothing has them all', async t => {
    const { $ } = await visitor.get(address('How do I get a new password when my colleague forgot it?'))
    t.equal($('.hits h3').first().text().trim(), 'Reset your password')
    t.match($('#results').text(), /Hardly anything has all of these words/)
  })

  await t.test('that finds nothing says what to try, and leads to a ticket that begins with the words', async t => {
    const { $ } = await visitor.get(address('quantum flux'))
    t.match($('#results h2').first().text(), /No answer to “quantum flux”/)
    t.equal($('#results a.button').attr('href'), '/tickets/new?title=quantum+flux')
    t.equal($('.hits').length, 0)
  })

  await t.test('without words says how to search', async t => {
    for (const url of ['/help/search', '/help/search?q=', '/help/search?q=%20', '/help/search?q[]=a&page=x&category[]=b']) {
      const { $, status } = await visitor.get(url)
      t.equal(status, 200)
      t.match($('#results').text(), /Type what you look for/)
    }
  })

  await t.test('finds what else a word is called, as staff say', async t => {
    t.strictSame(await titles(visitor, 'bill'), [])
    await db.insertInto('synonyms').values([{ words: ['invoice', 'Bill'] }, { words: ['secret word', 'password'] }]).execute()
    await changed(w)
    t.strictSame(await titles(visitor, 'bills'), ['Invoices'])
    t.equal((await titles(visitor, 'forgot my secret word'))[0], 'Reset your password')
    t.strictSame(await titles(visitor, '"bill"'), [], 'but not in quotation marks')
  })

  await t.test('shows nobody what is not for them: no hit, no count, no near word', async t => {
    await article(w, { title: 'Zanzibar protocol', content: 'Staff only: zanzibarite.', visibility: 'staff' })
    await article(w, { title: 'Unfinished zanzibar', content: 'Draft.', status: 'draft' })
    await changed(w)
    for (const person of [visitor, carl]) {
      for (const q of ['zanzibar', 'zanzibat', 'zanzi', 'zanzibar password', 'zanzibarite protocol']) {
        const { $, body } = await person.get(address(q))
        t.notMatch($('#results').text().replace(`“${q}”`, ''), /zanzibar/i, q)
        t.notMatch(body, /protocol</i, q)
      }
    }
    t.strictSame(await titles(grace, 'zanzibat'), ['Zanzibar protocol'])
  })
})

t.test('a search of many', async t => {
  const w = await world(t)
  const { visitor } = w
  const devices = await category(w, 'Devices')
  const readers = await category(w, 'Readers', { parent_id: devices })
  const payments = await category(w, 'Payments')
  for (let number = 1; number <= 12; number++) await article(w, { title: `Reader ${number}`, content: 'About a reader.', categoryId: number === 1 ? devices : readers })
  await article(w, { title: 'Pay for a reader', content: 'By card.', categoryId: payments })
  await changed(w)

  await t.test('comes in pages, each once', async t => {
    const first = await visitor.get(address('reader'))
    t.equal(first.$('#result-count').text(), '13 answers')
    const next = first.$('a[rel=next]').attr('href') ?? ''
    t.equal(next, '/help/search?q=reader&page=2')
    const second = await visitor.get(next)
    t.equal(second.$('.hits li').length, 3)
    t.equal(new Set([...first.$('.hits h3').toArray(), ...second.$('.hits h3').toArray()].map(heading => first.$(heading).text())).size, 13)
    t.equal(second.$('a[rel=next]').length, 0)
    t.equal(second.$('a[rel=prev]').attr('href'), '/help/search?q=reader')
    t.match((await visitor.get(address('reader', { page: '9' }))).$('#results').text(), /No more answers/)
  })

  await t.test('is narrowed to a category and what hangs below it', async t => {
    t.equal((await visitor.get(address('reader', { category: 'devices' }))).$('#result-count').text(), '12 answers')
    t.strictSame(await titles(visitor, 'reader', { category: 'payments' }), ['Pay for a reader'])
    const { $ } = await visitor.get(address('nothing-of-this', { category: 'readers' }))
    t.equal($('select option[selected]').attr('value'), 'readers')
    t.equal($('#results a').first().attr('href'), '/help/search?q=nothing-of-this')
    t.equal((await titles(visitor, 'reader', { category: 'no-such' })).length, 10)
  })

  await t.test('as one types answers with the list alone, which says how many', async t => {
    const { $, body } = await visitor.get(address('reader'), swap('results'))
    t.notMatch(body, /<html/)
    t.equal($('#results [data-say]').text(), '13 answers')
    const page = await visitor.get('/help/search')
    t.match(page.$('form[role=search].filters').attr(), { 'method': 'get', 'hx-get': '/help/search', 'hx-target': '#results', 'hx-push-url': 'true', 'hx-sync': 'this:replace' })
    t.match(page.$('form[role=search].filters').attr('hx-trigger'), 'delay:300ms')
  })
})

t.test('hostile words', async t => {
  const w = await world(t)
  const { visitor } = w
  await article(w, { title: 'Markup <b>', content: 'Write `<script>alert(1)</script>` and \u0001mark\u0002 here, "so" & \'so\'.' })
  await changed(w)

  for (const q of ["'; drop table kb_articles; --", '<script>alert(1)</script>', '& | ! <-> :* ()', '"', '"""', '-', '--', '- -', 'OR', 'OR OR a', 'a'.repeat(10_000), 'word '.repeat(2_000), '%00 \u0000 nul', '\ud800 lone', '\\', "'a':*", '🙂', '١٢٣', '%_%', 'a-'.repeat(90)]) {
    const { status, $ } = await visitor.get(`/help/search?q=${encodeURIComponent(q.toWellFormed())}`)
    t.equal(status, 200, q.slice(0, 30))
    t.equal($('script:not([src])').length, 0)
  }
  t.equal((await visitor.get('/help/search?q=%ED%A0%80%00')).status, 200, 'half a letter')

  await t.test('and hostile texts are shown as text', async t => {
    const { body } = await visitor.get(address('script alert'))
    t.match(body, /&lt;<mark>script<\/mark>&gt;<mark>alert<\/mark>\(1\)/)
  })
})
