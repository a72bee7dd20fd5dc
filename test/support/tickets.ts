import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer, Client, Fields } from './client.ts'

/** A form that asks for help and lacks nothing. */
export const question = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }

/** Asks for help and returns the reference. */
export async function ask(person: Client, fields: Fields = {}): Promise<number> {
  const { location = '' } = await person.post('/tickets', { ...question, ...fields })
  return Number(/\/tickets\/(\d+)\/sent/.exec(location)?.[1])
}

/** What staff write on a ticket: a reply, or a note. */
export async function answer(agent: Client, reference: number, text: string, noun: 'replies' | 'notes' = 'replies'): Promise<Answer> {
  const { $ } = await agent.get(`/desk/tickets/${reference}`)
  return agent.post(`/desk/tickets/${reference}/${noun}`, { text, version: String($(`form[name=${noun}] [name=version]`).val()), intent: 'send' })
}

/** What staff change about a ticket; everything else in the form stays as it is. */
export async function change(agent: Client, reference: number, fields: Fields): Promise<Answer> {
  const page = await agent.get(`/desk/tickets/${reference}`)
  return agent.post(`/desk/tickets/${reference}/changes`, { ...shown(page, 'form[name=changes]'), ...fields })
}

/** The fields of a form as the page shows them, ready to be changed and posted. */
export function shown({ $ }: Answer, form: string): Record<string, string> {
  return Object.fromEntries($(form).serializeArray().map(({ name, value }) => [name, value.replaceAll('\r\n', '\n')]))
}

/** What the page says is wrong, field by field. */
export function problems({ $ }: Answer): Record<string, string> {
  return Object.fromEntries($('.field-error').toArray().map(element => {
    $(element).find('.unseen').remove()
    return [($(element).attr('id') ?? '').replace(/-error$/, ''), $(element).text().trim()]
  }))
}

/** Every file in the storage, on its way in or in its place. */
export async function filesOnDisk(dataDir: string): Promise<string[]> {
  const entries = await Promise.all(['files', 'incoming'].map(folder => readdir(join(dataDir, folder), { recursive: true, withFileTypes: true })))
  return entries.flat().filter(entry => entry.isFile()).map(({ name }) => name)
}
