import t from 'tap'
import { tested } from '../support/home.ts'
import { answer, ask } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'

/** From here on the clock of this process, and not the database's, is an hour behind. */
function slowClock(teardown: (act: () => void) => void): void {
  const Right = globalThis.Date
  const hour = 3_600_000
  class Slow extends Right {
    constructor(...when: unknown[]) {
      super(...(when.length === 0 ? [Slow.now()] : when) as [number])
    }

    static override now = () => Right.now() - hour
  }
  globalThis.Date = Slow as DateConstructor
  teardown(() => { globalThis.Date = Right })
}

// PGlite lives in this process, and has its clock.
if (tested === 'postgres') {
  t.test('where the clock of a process is slow, what was read is still not new', async t => {
    const { ada, grace, mona, db } = await world(t)
    const reference = await ask(ada)
    await mona.get(`/desk/tickets/${reference}`)
    const reads = () => db.selectFrom('ticket_reads').select(['read_at', 'news']).where('profile_id', '=', mona.id).executeTakeFirst()
    await until(async () => await reads() !== undefined)
    const first = await reads()
    slowClock(act => t.teardown(act))
    await answer(grace, reference, 'Between us', 'notes')
    await mona.get(`/desk/tickets/${reference}`)
    t.ok(await until(async () => (await reads())?.read_at !== first?.read_at && ((await reads())?.read_at ?? 0) > (first?.read_at ?? 0)), 'a note that was written after the last look is read with this one')
  })
} else {
  t.pass('there is one clock')
}
