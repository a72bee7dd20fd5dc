import { parseArgs } from 'node:util'
import { addStaff, dropSecondStepOf, invitationDays, listStaff, mailInvitation, removeStaff, type Added } from '../desk/index.ts'
import type { Services } from '../services.ts'
import { emailAddress } from '../web/forms.ts'
import { command, Refused, withServices } from './command.ts'

const usage = `Who answers the customers:
  npm run staff -- add grace@example.com [--name "Grace Lee"] [--admin]
  npm run staff -- list
  npm run staff -- remove grace@example.com
For anybody who lost their authenticator app and their recovery codes, once you are sure that it is them:
  npm run staff -- drop-second-step ada@example.com`

await command(async words => {
  const { act, email, name, role } = understood(words)
  await withServices(async services => {
    if (act === 'add') await add(services, email, name, role)
    else if (act === 'remove') await remove(services, email)
    else if (act === 'drop-second-step') await dropStep(services, email)
    else await list(services)
  })
})

function understood(words: string[]) {
  const { values, positionals: [act = '', address, ...more] } = parsed(words)
  const right = more.length === 0 && (act === 'list' ? address === undefined : ['add', 'remove', 'drop-second-step'].includes(act) && address !== undefined)
  if (!right) throw new Refused(usage)

  const email = (address ?? '').trim()
  const name = (values.name ?? email.split('@')[0] ?? '').trim()
  if (act !== 'list' && !emailAddress.test(email)) throw new Refused(`“${email}” is not an e-mail address such as grace@example.com.`)
  if (act === 'add' && (name === '' || name.length > 200 || /\p{Cc}/u.test(name))) throw new Refused('A name has 1 to 200 characters and fits on one line.')
  return { act, email, name, role: values.admin ? 'admin' : 'agent' } as const
}

function parsed(words: string[]) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options: { name: { type: 'string' }, admin: { type: 'boolean', default: false } } })
  } catch {
    throw new Refused(usage)
  }
}

async function add({ connection: { db }, queue, config }: Services, email: string, name: string, role: 'agent' | 'admin'): Promise<void> {
  const added = await db.transaction().execute(async trx => {
    const done = await addStaff(trx, { email, name, role })
    if (done.token !== undefined && config.SMTP_URL !== undefined) await mailInvitation(trx, queue, email, done.token)
    return done
  })
  const kind = added.role === 'admin' ? 'an admin' : 'an agent'
  console.log(`${added.name} (${email}) is ${kind}${added.changed ? ' now' : ' already'}.`)
  if (added.token !== undefined) console.log(invitation(config, email, added))
}

function invitation({ SMTP_URL, baseUrl }: Services['config'], email: string, { token = '' }: Added): string {
  return SMTP_URL === undefined
    ? `No mail server is set, so pass this link on. It opens the page to choose a password, once, for ${invitationDays} days:\n${baseUrl}/reset-password?token=${token}`
    : `The portal sends a link to choose a password to ${email} as soon as it runs. The link works once, for ${invitationDays} days.`
}

async function remove({ connection: { db }, queue }: Services, email: string): Promise<void> {
  const removed = await db.transaction().execute(trx => removeStaff(trx, queue, email))
  if (removed === undefined) throw new Refused(`${email} is not staff.`)
  if (removed === 'last-admin') throw new Refused(`${email} is the only admin who stays. Make somebody else one first: npm run staff -- add grace@example.com --admin`)
  const { name, tickets } = removed
  console.log(`${name} (${email}) is a customer now and is signed out everywhere. Tickets given back to the queue: ${tickets}.`)
}

async function dropStep({ connection: { db }, queue }: Services, email: string): Promise<void> {
  if (!await db.transaction().execute(trx => dropSecondStepOf(trx, queue, email))) throw new Refused(`${email} has no second step.`)
  console.log(`${email} signs in with the password alone now, and is told so by mail.`)
}

async function list({ connection: { db } }: Services): Promise<void> {
  const staff = await listStaff(db)
  if (staff.length === 0) console.log('Nobody yet. Add somebody: npm run staff -- add grace@example.com')
  for (const { name, email, role, tickets } of staff) console.log(`${role.padEnd(5)}  ${email}  ${name}  (tickets: ${tickets})`)
}
