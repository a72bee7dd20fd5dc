import t from 'tap'
import { answer, ask, change } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const texts = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>', '[x](javascript:alert(1)) [y](&#106;avascript:alert(1)) [z](data:text/html,x)',
  '<div hx-get="/sign-out" hx-trigger="load" data-hx-post="/x">', '</textarea></form><form action="//evil.example"><button>', '</title><script>1</script>',
  '<%= 7*7 %> {{7*7}} ${7*7} {count, plural, one {x}}', '"><svg onload=1>', "Robert'); DROP TABLE tickets;--", '%00 %0d%0aSet-Cookie: x=1', '\\u0000 \\x00',
  '../../etc/passwd', '=HYPERLINK("http://evil.example")', '\u202Edesrever \u200B\uFEFF', 'ﷺ 🏳️‍🌈 👩‍👩‍👧 Z̸̛͈a̷l̵g̴o̶', 'x'.repeat(200), 'ＦＵＬＬ', '\u0085\u2028\u2029x', 'null', 'undefined', 'NaN', '#1001', '-', '0',
]

t.test('whatever people write', async t => {
  const { ada, grace, db } = await world(t)

  await t.test('is kept as it was typed and shown harmless', async t => {
    for (const [at, text] of texts.entries()) {
      const title = [...text.replace(/[\p{Cc}\u2028\u2029]/gu, '')].slice(0, 200).join('')
      const reference = await ask(ada, { title, description: text })
      await ada.post(`/tickets/${reference}/replies`, { text, intent: 'send' })
      const { description, title: kept } = await db.selectFrom('tickets').select(['title', 'description']).where('reference', '=', reference).executeTakeFirstOrThrow()
      t.strictSame({ description, kept }, { description: text.trim(), kept: title.trim() }, `text ${at}`)

      const { $ } = await ada.get(`/tickets/${reference}`)
      const harm = $('main script, main [onload], main [onerror], main [hx-trigger]:not(form), main svg:not(.icon), main img, main .written form, main a[href^="javascript"], main a[href^="data"]')
      const attributes = $('.written *').toArray().flatMap(element => 'attribs' in element ? Object.keys(element.attribs) : [])
      t.strictSame([harm.length, attributes.filter(name => /^(?:hx-|data-|on|style|id$)/.test(name))], [0, []], `text ${at}, shown`)
    }
    t.equal((await ada.get('/tickets')).status, 200)
    t.equal((await ada.get('/tickets.csv')).status, 200)
  })

  await t.test('NUL and broken characters are taken out, everything around them stays', async t => {
    const reference = await ask(ada, { title: 'a\0b', description: 'before\0after' })
    const { title, description } = await db.selectFrom('tickets').select(['title', 'description']).where('reference', '=', reference).executeTakeFirstOrThrow()
    t.strictSame({ title, description }, { title: 'ab', description: 'beforeafter' })
  })

  await t.test('bombs go off nowhere: they are kept to the last character, and others are served', async t => {
    const bombs = ['1. '.repeat(1_700), '> '.repeat(5_000), `${'a.'.repeat(16_000)}@`, 'a**b'.repeat(16_000), `${'x '.repeat(31_999)}.`]
    const [references, other] = await Promise.all([
      Promise.all(bombs.map(description => ask(ada, { description }))),
      ask(grace, { description: 'Just a **bold** question' }),
    ])
    for (const [at, reference] of references.entries()) {
      const { description } = await db.selectFrom('tickets').select('description').where('reference', '=', reference).executeTakeFirstOrThrow()
      t.equal(description, bombs[at]?.trim())
      t.equal((await ada.get(`/tickets/${reference}`)).status, 200)
    }
    t.match((await grace.get(`/tickets/${other}`)).$('.written').html(), '<strong>bold</strong>')
  })

  await t.test('staff’s words are treated no better', async t => {
    const reference = await ask(ada)
    await answer(grace, reference, texts.slice(0, 6).join('\n\n'))
    await change(grace, reference, { status: 'resolved', resolution: texts.slice(0, 6).join('\n\n') })
    const { $ } = await ada.get(`/tickets/${reference}`)
    t.equal($('main script, .written img, .written form, .written [hx-get], a[href^="javascript"]').length, 0)
    t.match($('.resolution').text(), '<script>alert(1)</script>')
  })
})
