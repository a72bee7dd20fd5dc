import type { CheerioAPI } from 'cheerio'
import type { Someone, World } from '../support/world.ts'

const matter = { category: 'problem', title: 'Printer on fire', description: 'It is quite warm.', priority: 'normal', intent: 'send' }

/** Ada, or somebody else, asks for help; returns the ticket's reference. */
export async function asked({ ada }: Pick<World, 'ada'>, fields: Record<string, string> = {}, customer: Someone = ada): Promise<string> {
  const { location = '' } = await customer.post('/tickets', { ...matter, ...fields })
  return location.split('/')[2] ?? ''
}

/** What a form of the page would send, filled in by nobody yet. */
export function fieldsOf($: CheerioAPI, name: string): Record<string, string> {
  const fields = $(`form[name="${name}"]`).find('input[type=hidden], input[type=text], select, textarea').toArray()
  return Object.fromEntries(fields.map(field => [$(field).attr('name') ?? '', valueOf($, field)]))
}

type Field = Parameters<CheerioAPI>[0]

function valueOf($: CheerioAPI, field: Field): string {
  const value = $(field).is('select') ? $(field).find('option[selected]').attr('value') : $(field).val()
  return String(value ?? '')
}

/** Sends one of the forms on the desk's page of a ticket, with some fields filled in. */
export async function send(agent: Someone, reference: string, noun: 'replies' | 'notes' | 'changes' | 'assignment', fields: Record<string, string> = {}) {
  const { $ } = await agent.get(`/desk/tickets/${reference}`)
  return agent.post(`/desk/tickets/${reference}/${noun}`, { ...fieldsOf($, noun), ...fields })
}

export async function ticketOf({ db }: Pick<World, 'db'>, reference: string) {
  return db.selectFrom('tickets').selectAll().where('reference', '=', Number(reference)).executeTakeFirstOrThrow()
}

/** What happened to a ticket, in words and order. */
export async function eventsOf({ db }: Pick<World, 'db'>, reference: string) {
  return db.selectFrom('ticket_events').select(['kind', 'details', 'actor_id'])
    .where('ticket_id', '=', it => it.selectFrom('tickets').select('tickets.id').where('reference', '=', Number(reference))).orderBy('id').execute()
}

/** Kinds of the mails in the outbox, in order. */
export async function mailsOf({ db }: Pick<World, 'db'>): Promise<string[]> {
  return (await db.selectFrom('mails').select('kind').orderBy('created_at').execute()).map(({ kind }) => kind)
}
