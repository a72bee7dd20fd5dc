import { randomUUID } from 'node:crypto'
import type { Db } from '../db/connect.ts'
import type { Services } from '../services.ts'
import { hashPassword } from '../sign-in/index.ts'
import { storeFiles } from './files/index.ts'
import { fillHelp } from './fill-help.ts'
import { insertHelpLife } from './help-life.ts'
import { insertDrafts, insertPeople, insertScenes } from './insert.ts'
import { demoSignIns, people, type Who } from './people.ts'
import { play } from './play.ts'
import type { Actor, Stage } from './scene.ts'
import { stories, type TicketStory } from './story/index.ts'
import { renderTexts } from './texts.ts'
import { timeOf } from './when.ts'

/**
 * Tells the demo story to a database that has nobody in it. False where there are people already.
 * The people come last and with all that they did: a run that is interrupted before begins again, and finds its help centre there.
 */
export async function fillDemo(services: Services): Promise<boolean> {
  const { db } = services.connection
  if (await hasPeople(db)) return false
  const now = new Date()
  await fillHelp(services, now)
  const passwordHash = await hashPassword(demoSignIns.password)
  const stage = await setStage(services, now)
  const scenes = inOrder(stories, stage.now).map(story => play(story, stage))
  await db.transaction().execute(async trx => {
    await insertPeople(trx, stage, passwordHash)
    await insertScenes(trx, scenes)
    await insertDrafts(trx, stage)
    await insertHelpLife(trx, stage)
  })
  return true
}

async function hasPeople(db: Db): Promise<boolean> {
  return await db.selectFrom('profiles').select('id').limit(1).executeTakeFirst() !== undefined
}

async function setStage({ connection: { db }, storage, markdown, config }: Services, now: Date): Promise<Stage> {
  const categories = await db.selectFrom('kb_categories').select(['slug', 'id']).execute()
  const limits = { filesAtMost: config.UPLOAD_FILES, megabytes: config.UPLOAD_MEGABYTES }
  return {
    now,
    cast: { ada: actor('ada'), carl: actor('carl'), grace: actor('grace'), mona: actor('mona') },
    files: await storeFiles(storage, limits, now),
    categories: new Map(categories.map(({ slug, id }) => [slug, id])),
    html: await renderTexts(markdown, stories),
    keys: new Map(stories.flatMap(({ key }) => key === undefined ? [] : [[key, randomUUID()]])),
  }
}

/** As they were opened, so that references grow with time. */
function inOrder(told: TicketStory[], now: Date): TicketStory[] {
  return told.toSorted((one, other) => timeOf(one.at, now).getTime() - timeOf(other.at, now).getTime())
}

function actor(who: Who): Actor {
  return { id: randomUUID(), name: people[who].full_name, role: people[who].role }
}
