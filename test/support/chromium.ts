import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'
import { run } from './processes.ts'
import { tell } from './steps.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const playwright = 'node_modules/playwright/cli.js'

/** A Chromium that starts: the machine's own, else one that is installed now. */
export async function findChromium(): Promise<string> {
  const found = await first([process.env['CHROMIUM_PATH'], ...onPath(), chromium.executablePath()])
  if (found !== undefined) return found

  tell('No Chromium here: installing one.')
  const problems: string[] = []
  for (const install of [withPlaywright, withApt]) {
    problems.push(await install())
    const installed = await first([...onPath(), chromium.executablePath()])
    if (installed !== undefined) return installed
  }
  throw new Error(`The browser tests need Chromium, and none could be installed. Install it, or set CHROMIUM_PATH.\n${problems.join('\n')}`)
}

function onPath(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap(name => folders.map(folder => join(folder, name)))
}

/** Some systems have a `chromium-browser` that only says where to get one. */
async function first(candidates: (string | undefined)[]): Promise<string | undefined> {
  for (const path of candidates) {
    if (path === undefined || !existsSync(path)) continue
    const { code, stdout } = await run(path, ['--version'], { seconds: 120 })
    if (code === 0 && /Chrom/.test(stdout)) return path
  }
  return undefined
}

async function withPlaywright(): Promise<string> {
  const withSystem = await attempt(process.execPath, [playwright, 'install', '--with-deps', 'chromium'])
  return withSystem === '' ? '' : `${withSystem}\n${await attempt(process.execPath, [playwright, 'install', 'chromium'])}`
}

async function withApt(): Promise<string> {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const apt = (...words: string[]) => {
    const [command = '', ...args] = [...sudo, 'apt-get', ...words]
    return attempt(command, args)
  }
  return await apt('update') || await apt('install', '--yes', '--no-install-recommends', 'chromium')
}

/** What went wrong, or nothing. */
async function attempt(command: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { seconds: 600, env: { DEBIAN_FRONTEND: 'noninteractive' } })
  return code === 0 ? '' : `${[command, ...args].join(' ')}:\n${`${stdout}${stderr}`.trim().split('\n').slice(-8).join('\n')}`
}
