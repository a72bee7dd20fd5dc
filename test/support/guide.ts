import type { CategoryField } from '../../src/db/schema.ts'
import type { Db } from '../../src/db/connect.ts'
import { newSubmission } from '../../src/web/submissions.ts'
import type { Answer, Client, Fields } from './client.ts'

const plain = { required: false, hint: '', options: [] }
/** Three questions, the last of which is asked only of phones. */
export const deviceFields: CategoryField[] = [
  { ...plain, key: 'device', label: 'Which device is it?', kind: 'choice', required: true, options: ['Phone', 'Computer'] },
  { ...plain, key: 'since', label: 'Since when?', kind: 'date' },
  { ...plain, key: 'model', label: 'Which model?', kind: 'text', required: true, hint: 'It stands on the back.', shownIf: { key: 'device', value: 'Phone' } },
]

export async function setFields(db: Db, slug: string, fields: CategoryField[]): Promise<void> {
  await db.updateTable('kb_categories').set({ fields: JSON.stringify(fields) }).where('slug', '=', slug).execute()
}

export async function addCategory(db: Db, slug: string, parent: string, fields: CategoryField[] = []): Promise<void> {
  const { id } = await db.selectFrom('kb_categories').select('id').where('slug', '=', parent).executeTakeFirstOrThrow()
  await db.insertInto('kb_categories').values({ slug, name: slug, parent_id: id, takes_tickets: true, fields: JSON.stringify(fields) }).execute()
}

/** Begins a guide and returns its address. */
export async function begin(person: Client, fields: Fields = {}): Promise<string> {
  const { location = '' } = await person.post('/help/guide', { submission: newSubmission(), ...fields })
  return location
}

/** Answers page after page, and returns where that led. */
export async function answerSteps(person: Client, guide: string, steps: Record<string, Fields>): Promise<string | undefined> {
  let last: Answer | undefined
  for (const [step, fields] of Object.entries(steps)) {
    const answer = step === 'files' ? await person.upload(`${guide}/files`, { submission: idOf(guide), intent: 'next', ...fields }, []) : await person.post(`${guide}/${step}`, { intent: 'next', ...fields })
    last = answer
  }
  return last?.location
}

export const idOf = (guide: string): string => guide.split('/').at(-1) ?? ''

export const words = { title: 'The lamp flickers', description: 'Since **Monday**.' }
/** All that a category without questions of its own is asked before the files. */
export const untilFiles = { about: { about: 'problem' }, words, priority: { priority: 'high' } }

/** Every page of a guide, each open to this person. */
export async function everyPage(person: Client, db: Db): Promise<string[]> {
  await addCategory(db, 'sockets', 'problem', [...deviceFields, { ...plain, key: 'sure', label: 'Are you sure?', kind: 'checkbox', hint: 'It may be the bulb.' }])
  await addCategory(db, 'lamps', 'problem', deviceFields)
  const guide = await begin(person)
  const few = { 'exactly': { exactly: 'lamps' }, 'details-1': { 'field-device': 'Phone' }, 'details-2': {}, 'details-3': { 'field-model': 'P 9' } }
  await answerSteps(person, guide, { about: untilFiles.about, ...few, words, answers: { intent: 'none' }, priority: untilFiles.priority, files: { more: 'Nothing' } })
  const many = await begin(person)
  await answerSteps(person, many, { about: untilFiles.about, exactly: { exactly: 'sockets' } })
  const steps = ['about', ...Object.keys(few), 'words', 'answers', 'priority', 'files', 'check', 'thanks']
  return ['/help/guide', ...steps.map(step => `${guide}/${step}`), `${many}/details-1`]
}
