import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { world } from '../support/world.ts'

t.test('what is counted in the help centre', async t => {
  const { db, services } = await world(t)
  /** A process that counts these and stops. */
  const process = async (...subjects: string[]) => {
    const app = await buildApp(services)
    await app.ready()
    for (const subject of subjects) app.countHelp('opened', subject)
    await app.close()
  }
  const counted = async () => Object.fromEntries((await db.selectFrom('help_counts').select(['subject', 'count']).execute()).map(({ subject, count }) => [subject, count]))

  await t.test('is written down when the process stops, and adds up over processes', async t => {
    await Promise.all([process('a', 'b', 'a'), process('b', 'a')])
    await process('a')
    t.strictSame(await counted(), { a: 4, b: 2 })
  })

  await t.test('takes no more subjects at a time than people have, and no longer ones than fit', async t => {
    await db.deleteFrom('help_counts').execute()
    await process('😀'.repeat(500), ...Array.from({ length: 3_000 }, (_, at) => `flood ${at}`))
    const subjects = Object.keys(await counted())
    t.equal(subjects.length, 1_000)
    t.ok(subjects.includes('😀'.repeat(200)))
  })

  await t.test('is one thing where only what does not fit is different', async t => {
    await db.deleteFrom('help_counts').execute()
    await process('x'.repeat(200), 'x'.repeat(201), 'a')
    t.strictSame(await counted(), { ['x'.repeat(200)]: 2, a: 1 })
  })
})
