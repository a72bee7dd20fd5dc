import { run } from './processes.ts'

export async function checkStyle(): Promise<string[]> {
  const { code, stdout, stderr } = await run(process.execPath, ['node_modules/oxlint/bin/oxlint', '--deny-warnings', 'src', 'test', 'static'])
  return code === 0 ? [] : [`${stdout}${stderr}`.trim()]
}
