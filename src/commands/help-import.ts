import { parseArgs } from 'node:util'
import { importFolder, NoFolder, told, type Options } from '../help/import/index.ts'
import { isReserved, isSlug, publications, visibilities } from '../help/index.ts'
import { command, Refused, withServices } from './command.ts'

const usage = `Brings a folder of Markdown files into the help centre; the same folder again updates what it brought:
  npm run help:import -- <folder> [--into <category-slug>] [--name <name>] [--language en]
    [--status draft|published|archived] [--visibility everyone|customers|staff] [--overwrite] [--archive]`

await command(async words => {
  const { folder, options } = understood(words)
  await withServices(async ({ connection: { db }, markdown, storage }) => {
    const report = await importFolder({ db, markdown, storage }, folder, { ...options, say: sentence => console.log(sentence), progress, signal: stopped() })
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K')
    for (const line of told(report)) console.log(line)
    if (report.interrupted) process.exitCode = 130
  })
}, NoFolder)

function understood(words: string[]): { folder: string; options: Options } {
  const { values: { into, name, language, ...more }, positionals: [folder, ...others] } = parsed(words)
  const status = publications.find(known => known === more.status)
  const visibility = visibilities.find(known => known === more.visibility)
  const wrong = folder === undefined || others.length > 0 || status === undefined || visibility === undefined
  if (wrong || (into !== undefined && (!isSlug(into) || isReserved(into))) || !/^[a-z]{2,3}$/.test(language) || name === '' || name?.includes('/')) throw new Refused(usage)
  return { folder, options: { status, visibility, language, overwrite: more.overwrite, archive: more.archive, ...(into !== undefined && { into }), ...(name !== undefined && { name }) } }
}

function parsed(words: string[]) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options: {
      into: { type: 'string' }, name: { type: 'string' }, language: { type: 'string', default: 'en' },
      status: { type: 'string', default: 'published' }, visibility: { type: 'string', default: 'everyone' },
      overwrite: { type: 'boolean', default: false }, archive: { type: 'boolean', default: false },
    } })
  } catch {
    throw new Refused(usage)
  }
}

/** One line that is written over, where somebody looks on. */
function progress(done: number, all: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${all} files`)
}

/** Aborted by the first Ctrl-C, so that work ends between two steps; the second ends the process at once. */
function stopped(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}
