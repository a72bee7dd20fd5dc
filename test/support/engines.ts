import { join } from 'node:path'
import { startPostgres } from './postgres.ts'
import { run } from './processes.ts'

/** What a test file has to know to reach its database. */
export type DatabaseEnv = Record<string, string>

export interface Engines {
  postgres: Promise<DatabaseEnv>
  embedded: Promise<DatabaseEnv>
  stop(): Promise<void>
}

/** Prepares both databases at once in `data`, while the checks run; each is migrated here, and copied by every test. */
export function prepareEngines(folder: string, data: string): Engines {
  const given = process.env['TEST_DATABASE_URL']
  const server = given === undefined ? startPostgres(folder, data) : Promise.resolve({ url: given, stop: async () => {} })
  const template = `guichet_template_${process.pid}`
  const postgres = server.then(({ url }) => prepare('postgres', template, { TEST_DATABASE: 'postgres', TEST_DATABASE_URL: url }))
  const embedded = prepare('embedded', join(data, 'embedded.tar'), { TEST_DATABASE: 'embedded' })

  // Whoever awaits them hears of a failure; until then it must not end the run.
  for (const engine of [postgres, embedded]) engine.catch(() => {})
  return { postgres, embedded, async stop() {
    const { url, stop } = await server
    if (given !== undefined) await program('drop', template, { TEST_DATABASE_URL: url })
    await stop()
  } }
}

async function prepare(kind: string, template: string, env: DatabaseEnv): Promise<DatabaseEnv> {
  await program(kind, template, env)
  return { ...env, TEST_TEMPLATE: template }
}

async function program(task: string, target: string, env: DatabaseEnv): Promise<void> {
  const { code, stdout, stderr } = await run(process.execPath, ['test/support/prepare.ts', task, target], { env, seconds: 600 })
  if (code !== 0) throw new Error(`The database for the tests could not be prepared (${task}):\n${stdout}${stderr}`)
}
