import { randomUUID } from 'node:crypto'
import { addressOf } from '../attachments/index.ts'
import { columnsFor, statusAfterReply } from '../tickets/rules.ts'
import type { FileName } from './files/index.ts'
import { look, record, type Scene, type Stage } from './scene.ts'
import type { Step, StepOf, TicketStory } from './story/index.ts'
import { timeOf } from './when.ts'

/** Tells one story, by the same rules that decide in the product. */
export function play(story: TicketStory, stage: Stage): Scene {
  const scene = opening(story, stage)
  for (const step of story.steps) act(scene, stage, step, timeOf(step.at, stage.now))
  return scene
}

function opening({ at: when, who, title, text, category, priority, key, follows, files = [] }: TicketStory, stage: Stage): Scene {
  const [at, author] = [timeOf(when, stage.now), stage.cast[who]]
  const id = stage.keys.get(key ?? '') ?? randomUUID()
  const scene: Scene = { ticket: {
    id, title, priority, version: 1, customer_id: author.id, description: text, description_html: htmlOf(stage, text),
    category_id: stage.categories.get(category) ?? null, follows: stage.keys.get(follows ?? '') ?? null, assigned_to: null,
    attachment_urls: '[]', resolution_notes: null, resolution_html: null, ...columnsFor('open', at), created_at: at,
  }, replies: [], notes: [], events: [], attachments: [], reads: new Map(), rating: undefined }
  const urls = attach(scene, stage, files, author.id, at)
  record(scene, author, at, { kind: 'opened', set: { attachment_urls: JSON.stringify(urls) } })
  return scene
}

function act(scene: Scene, stage: Stage, step: Step, at: Date): void {
  if (step.does === 'announce closing') return void Object.assign(scene.ticket, { closing_announced_at: at })
  if (step.does === 'close by itself') return record(scene, undefined, at, { kind: 'closed', set: columnsFor('closed', at) })
  const actor = stage.cast[step.who]
  switch (step.does) {
    case 'reply': case 'thank': return reply(scene, stage, step, at)
    case 'note': return note(scene, stage, step, at)
    case 'assign': return record(scene, actor, at, { kind: 'assigned', ...assignment(stage.cast[step.to]) })
    case 'prioritise': return record(scene, actor, at, { kind: 'priority', details: { to: step.to }, set: { priority: step.to } })
    case 'resolve': return record(scene, actor, at, { kind: 'resolved', set: { ...columnsFor('resolved', at), resolution_notes: step.notes, resolution_html: htmlOf(stage, step.notes) } })
    case 'close': return record(scene, actor, at, { kind: 'closed', set: columnsFor('closed', at) })
    case 'rate': return rate(scene, stage, step, at)
    case 'look': return look(scene, actor, at)
  }
}

const assignment = ({ id, name }: { id: string; name: string }) => ({ details: { to: name, agent_id: id }, set: { assigned_to: id } })

function reply(scene: Scene, stage: Stage, { who, does, text, ...more }: StepOf<'reply'> | StepOf<'thank'>, at: Date): void {
  const { ticket } = scene
  const author = stage.cast[who]
  const before = ticket.status
  const after = statusAfterReply(before, author.role === 'customer' ? 'customer' : 'staff', does === 'thank' ? 'thanks' : 'help')
  const id = randomUUID()
  scene.replies.push({ id, ticket_id: ticket.id, author_id: author.id, text, html: htmlOf(stage, text), created_at: at })
  attach(scene, stage, 'files' in more ? more.files ?? [] : [], author.id, at, id)
  record(scene, author, at, { kind: 'replied', set: after === before ? {} : columnsFor(after, at) })
  if (before === 'resolved' && after === 'open') record(scene, author, at, { kind: 'reopened' })
}

/** A note changes the ticket's version and nothing that a customer could see. */
function note(scene: Scene, stage: Stage, { who, text }: StepOf<'note'>, at: Date): void {
  const { ticket } = scene
  const author = stage.cast[who]
  scene.notes.push({ ticket_id: ticket.id, author_id: author.id, text, html: htmlOf(stage, text), created_at: at })
  Object.assign(ticket, { version: ticket.version + 1, last_updated_by: author.id, updated_at: at })
  look(scene, author, at)
}

function rate(scene: Scene, stage: Stage, { who, score, words = '' }: StepOf<'rate'>, at: Date): void {
  scene.rating = { ticket_id: scene.ticket.id, score, words, created_at: at }
  record(scene, stage.cast[who], at, { kind: 'rated', details: { score: String(score) } })
}

function attach({ ticket, attachments }: Scene, stage: Stage, names: FileName[], owner_id: string, created_at: Date, reply_id: string | null = null): string[] {
  const rows = names.map(name => ({ ...stage.files[name], id: randomUUID(), owner_id, ticket_id: ticket.id, reply_id, created_at }))
  attachments.push(...rows)
  return rows.map(addressOf)
}

function htmlOf({ html }: Stage, text: string): string {
  return html.get(text) ?? ''
}
