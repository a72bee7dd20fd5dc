import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import t, { type Test } from 'tap'
import { fillDemo } from '../../src/demo/index.ts'
import { writingPages } from '../desk/writing.ts'
import { fullShelf } from '../help/shelf.ts'
import { questionPages } from '../help/texts.ts'
import { lastMailTo } from '../sign-in/mailbox.ts'
import { password, site, type Site } from '../support/browser.ts'
import { signIn } from '../support/sign-in.ts'

const forAnyone = ['/', '/sign-in', '/sign-up', '/forgotten-password', '/reset-password?token=x', '/verify-email?token=x', '/confirm-mail?token=x', '/confirm-mail/thanks', '/sign-in/second-step', '/accessibility', '/nothing-here']
const forCustomers = ['/', '/tickets', '/tickets?q=nothing-has-this', '/tickets/new', '/account/profile', '/account/preferences', '/account/communication', '/account/notifications', '/account/data', '/account/data/deletion', '/notifications', '/account/security', '/account/security/passkeys/new', '/account/activity', '/account/activity?group=data']
const forStaff = ['/desk', '/desk/mails', '/desk/mails?show=ignored', '/desk?sort=activity', '/desk?q=nothing-has-this', '/tickets']

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`axe finds nothing on any page in ${colorScheme}`, async t => {
    const place = await demoSite(t)
    const visitor = await place.open({ colorScheme })
    const customer = await signIn(await place.open({ colorScheme }), 'ada@example.com')
    const agent = await signIn(await place.open({ colorScheme }), 'grace@example.com')

    const questions = await questionPages(place)
    const help = [...await fullShelf(place), ...questions.read]
    for (const path of [...forAnyone, ...help]) await clean(t, visitor, path)
    for (const path of [...forCustomers, ...help, ...await ticketPaths(place)]) await clean(t, customer, path)
    for (const path of [...forStaff, ...await writingPages(place), ...questions.desk, ...(await ticketPaths(place)).filter(path => /\d$/.test(path)).map(path => `/desk${path}`)]) await clean(t, agent, path)
    await clean(t, visitor, await linkOfSignUp(place))
    await refused(t, visitor, customer)
  })
}

async function demoSite(t: Test): Promise<Site> {
  const place = await site(t)
  await place.db.deleteFrom('profiles').execute()
  t.ok(await fillDemo(place.services), 'the demo story is there')
  return place
}

/** In another browser than that of the sign-up it asks for the password. */
async function linkOfSignUp(place: Site): Promise<string> {
  await place.visitor.post('/sign-up', { 'name': 'Nora', 'email': 'nora@example.com', 'new-password': password })
  return (await lastMailTo(place, 'nora@example.com')).link
}

/** One ticket of Ada's in each status, with its print view, and the page after sending. */
async function ticketPaths({ db }: Site): Promise<string[]> {
  const rows = await db.selectFrom('tickets').innerJoin('profiles', 'profiles.id', 'tickets.customer_id')
    .where('email', '=', 'ada@example.com').distinctOn('status').select('reference').orderBy('status').execute()
  return rows.flatMap(({ reference }) => [`/tickets/${reference}`, `/tickets/${reference}/print`, `/tickets/${reference}/sent`])
}

/** Forms that come back with their errors. */
async function refused(t: Test, visitor: Page, customer: Page): Promise<void> {
  for (const [page, path, button] of [[visitor, '/sign-in', 'Sign in'], [visitor, '/sign-up', 'Sign up'], [customer, '/tickets/new', 'Send']] as const) {
    await page.goto(path)
    await page.getByRole('main').getByRole('button', { name: button, exact: true }).click()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await check(t, page, `${path}, refused`)
  }
}

async function clean(t: Test, page: Page, path: string): Promise<void> {
  await page.goto(path)
  await check(t, page, path)
}

async function check(t: Test, page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  t.strictSame(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ').slice(0, 200)}`), [], name)
}

