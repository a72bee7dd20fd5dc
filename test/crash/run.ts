import { parseArgs } from 'node:util'
import { startPostgres } from '../support/postgres.ts'
import { check, close, step, tell } from '../support/steps.ts'
import { workspace } from '../support/workspace.ts'

// `npm run test:crash`, or with fewer kills: `npm run test:crash -- --rounds 3`
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } })
const rounds = Number(values.rounds)
const server = await startPostgres(workspace())
// Read once, when the modules below are loaded.
process.env['TEST_DATABASE_URL'] = server.url
const { home } = await import('../support/home.ts')
const { crash } = await import('./rounds.ts')

for (const kind of ['postgres', 'embedded'] as const) {
  await step(`kill -9 on ${kind}`, async () => {
    const ends: (() => unknown)[] = []
    const t = { teardown: (end: () => unknown) => void ends.unshift(end) }
    const { problems, summary } = await crash(t, await home(t, kind), rounds)
    for (const end of ends) await end()
    tell(summary)
    return check(problems.slice(0, 12))
  })
}
await server.stop()
process.exit(close())
