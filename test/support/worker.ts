import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import root, { type Test } from 'tap'

// Runs one test file after the other, each when its path comes in: for most of them, starting a process costs more than their tests.
// What they import as `tap` is this module, so that their `t` is a test of their own, and all that they set up ends with it.
registerHooks({
  resolve: (name, context, next) => name === 'tap' && context.parentURL !== import.meta.url ? { url: import.meta.url, shortCircuit: true } : next(name, context),
})

const timeout = Number(process.env['TAP_TIMEOUT']) * 1_000
let file: Test = root
export { file as default }

process.setMaxListeners(0)
root.setTimeout(0)
process.on('message', async (path: string) => {
  if (path === '') return process.disconnect()
  // A test that waits for what never comes ends the process, as it would alone; waiting for the next file does not.
  process.channel?.unref()
  await root.test(path, { timeout }, async t => {
    file = t
    await import(pathToFileURL(resolve(path)).href)
  })
  process.channel?.ref()
})
