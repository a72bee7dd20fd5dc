import { HtmlValidate } from 'html-validate'
import t from 'tap'
import { writingPages } from '../desk/writing.ts'
import { fullShelf } from '../help/shelf.ts'
import { questionPages } from '../help/texts.ts'
import { everyPage } from '../support/guide.ts'
import { answer, ask, change } from '../support/tickets.ts'
import { keptMail } from '../support/mails.ts'
import { world } from '../support/world.ts'

/** The standard's rules, without matters of taste: our pages leave quotes, void tags and white space to Eta. */
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'attribute-boolean-style': 'off', 'no-inline-style': 'error', 'require-sri': 'off', 'no-implicit-button-type': 'off' },
})

t.test('every page is valid HTML', async t => {
  const w = await world(t)
  const { ada, grace, visitor } = w
  const questions = await questionPages(w)
  const help = [...await fullShelf(w), ...questions.read]
  const waiting = await ask(ada)
  await answer(grace, waiting, 'Is it *plugged* in?')
  const closed = await ask(ada)
  await change(grace, closed, { status: 'closed' })

  await answer(grace, await ask(ada), 'Something new')
  const pages = [
    ...['/', '/sign-in', '/sign-up', '/forgotten-password', '/reset-password?token=x', '/accessibility', '/confirm-mail?token=x', '/confirm-mail/thanks', '/nothing-here'].map(url => [visitor, url] as const),
    ...['/', '/tickets', '/tickets?q=nothing', '/tickets/new', '/account/preferences', '/account/communication', '/account/notifications', '/account/security', '/notifications', `/tickets/${waiting}`, `/tickets/${closed}`, `/tickets/${waiting}/sent`, `/tickets/${waiting}/print`, ...await everyPage(ada, w.db)].map(url => [ada, url] as const),
    ...['/desk', '/desk/mails', `/desk/mails/${await keptMail(w)}`, `/desk/tickets/${waiting}`, `/desk/tickets/${closed}`, ...await writingPages(w), ...questions.desk].map(url => [grace, url] as const),
  ]
  for (const [who, url] of [...pages, ...[visitor, ada, grace].flatMap(who => help.map(url => [who, url] as const))]) {
    const { results } = await validator.validateString((await who.get(url)).body)
    t.strictSame(results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)), [], url)
  }
})
