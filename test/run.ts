import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { checkStyle } from './support/check-style.ts'
import { checkTypes } from './support/check-types.ts'
import { checkRawOutput, checkUnusedWords } from './support/check-words.ts'
import { findChromium } from './support/chromium.ts'
import { prepareEngines, type DatabaseEnv } from './support/engines.ts'
import { runTests } from './support/run-tests.ts'
import { check, close, step, tell } from './support/steps.ts'
import { findTests, type TestFile } from './support/test-files.ts'
import { quickPlace, workspace } from './support/workspace.ts'

// `npm test` checks everything; `npm test -- tickets/replies` runs only the tests whose path contains one of the words.
const words = process.argv.slice(2)
const everything = words.length === 0

process.chdir(join(import.meta.dirname, '..'))
const folder = workspace()
const data = workspace(quickPlace())
process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled')
process.env['TMPDIR'] = data

const files = findTests(words)
const engines = prepareEngines(folder, data)

if (everything) await checks()
// A browser is often waited for: one process of its tests runs beside the others.
const inBrowser = tests('tests in the browser', files.filter(file => file.browser), async () => ({ ...await engines.postgres, CHROMIUM_PATH: await findChromium() }), 1)
await tests('tests on PostgreSQL', files.filter(file => !file.browser), () => engines.postgres)
await tests('tests on PGlite', files.filter(file => !file.browser && file.world), () => engines.embedded)
await inBrowser

if (files.length === 0 && !everything) tell(`No test file has a path with ${words.join(' or ')} in it.`)
await engines.stop().catch(() => {})
process.exit(close())

async function checks(): Promise<void> {
  let templates: string[] = []
  await step('types', async () => {
    const problems = await checkTypes()
    templates = problems.templates
    return check(problems.code)
  })
  await step('lint', async () => check(await checkStyle()))
  await step('templates', async () => check([...templates, ...await checkRawOutput()]))
  await step('sentences', async () => check(await checkUnusedWords()))
}

async function tests(name: string, chosen: TestFile[], env: () => Promise<DatabaseEnv>, atOnce = availableParallelism()): Promise<void> {
  if (chosen.length === 0 && !everything) return
  await step(name, async () => chosen.length === 0 ? check(['no test file was found']) : runTests(chosen, await env(), atOnce))
}
