import { rm, rmdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { generateViews, type Generated } from './check-views.ts'
import { run } from './processes.ts'

export interface TypeProblems {
  code: string[]
  templates: string[]
}

// Beside the code, so that its imports are found; named by process, so that two runs do not meet.
const beside = '.views-check'
const located = /^(\S+)\((\d+),\d+\): (?:error )?(.*)$/

/** One pass of the compiler over the code, the tests and the templates. */
export async function checkTypes(): Promise<TypeProblems> {
  const folder = join(beside, String(process.pid))
  try {
    const generated = await generateViews(folder)
    const { code, stdout, stderr } = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder, '--pretty', 'false'])
    const problems = sorted(`${stdout}${stderr}`, generated)
    if (code !== 0 && problems.code.length + problems.templates.length === 0) problems.code.push(`tsc ended with exit code ${code}`)
    return problems
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rmdir(beside).catch(() => 'another run is still in there')
  }
}

function sorted(output: string, generated: Generated): TypeProblems {
  const problems: TypeProblems = { code: [], templates: [] }
  let current = problems.code
  for (const line of output.split('\n').filter(line => line.trim() !== '')) {
    const [, file = '', at = '', message = ''] = located.exec(line) ?? []
    const source = generated.get(relative('.', file))
    if (file !== '') current = source === undefined ? problems.code : problems.templates
    current.push(source === undefined ? line : `${source.template}:${source.origin[Number(at)] ?? 1}: ${message}`)
  }
  return problems
}
