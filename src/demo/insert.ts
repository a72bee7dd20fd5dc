import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { people, type Who } from './people.ts'
import type { Scene, Stage } from './scene.ts'
import { drafts } from './story/index.ts'
import { timeOf } from './when.ts'

export async function insertPeople(trx: Trx, { cast, now }: Stage, password_hash: string): Promise<void> {
  const everyone = Object.keys(people) as Who[]
  await trx.insertInto('profiles').values(everyone.map(who => {
    const { since, ...profile } = people[who]
    const at = timeOf(since, now)
    return { ...profile, id: cast[who].id, created_at: at, updated_at: at }
  })).execute()
  await trx.insertInto('credentials').values(everyone.map(who => ({ profile_id: cast[who].id, password_hash, changed_at: timeOf(people[who].since, now) }))).execute()
}

/** Each table at once, in the order of time, so that references and event numbers grow with it. */
export async function insertScenes(trx: Trx, scenes: Scene[]): Promise<void> {
  const events = scenes.flatMap(scene => scene.events)
  await trx.insertInto('tickets').values(scenes.map(({ ticket }) => ticket)).execute()
  await trx.insertInto('replies').values(scenes.flatMap(({ replies }) => replies)).execute()
  await trx.insertInto('notes').values(scenes.flatMap(({ notes }) => notes)).execute()
  await trx.insertInto('ticket_events').values(events.toSorted((one, other) => timeIn(one) - timeIn(other))).execute()
  await insertActivity(trx)
  await trx.insertInto('attachments').values(scenes.flatMap(({ attachments }) => attachments)).execute()
  await trx.insertInto('ticket_reads').values(scenes.flatMap(({ reads }) => [...reads.values()])).execute()
  await trx.insertInto('ratings').values(scenes.flatMap(({ rating }) => rating ?? [])).execute()
}

/** What the accounts remember of it, numbered in the order of time. */
async function insertActivity(trx: Trx): Promise<void> {
  await trx.insertInto('activity').columns(['profile_id', 'kind', 'details', 'happened_at'])
    .expression(it => it.selectFrom('ticket_events').innerJoin('tickets', 'tickets.id', 'ticket_id').orderBy('happened_at').orderBy('ticket_events.id')
      .where('ticket_events.kind', 'in', ['opened', 'replied', 'closed', 'reopened']).where('actor_id', 'is not', null)
      .select(['actor_id', sql<string>`'ticket:' || ticket_events.kind`.as('kind'), sql<string>`jsonb_build_object('reference', reference::text)`.as('details'), 'happened_at']))
    .execute()
}

function timeIn({ happened_at }: Scene['events'][number]): number {
  return happened_at?.getTime() ?? 0
}

export async function insertDrafts(trx: Trx, { cast, now }: Stage): Promise<void> {
  await trx.insertInto('drafts').values(drafts.map(({ at, who, fields }) => ({
    id: randomUUID(), profile_id: cast[who].id, form: 'ticket', fields: JSON.stringify(fields),
    created_at: timeOf(at, now), updated_at: timeOf(at, now),
  }))).execute()
}
