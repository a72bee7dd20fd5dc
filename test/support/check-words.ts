import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileOf, templateNames } from './check-views.ts'

const reviewed = /^(?:include\(|it\.body\s*$|html\()/

/** Output that is not escaped is a door for scripts: only these few may open it. */
export async function checkRawOutput(): Promise<string[]> {
  const problems: string[] = []
  for (const name of await templateNames()) {
    const source = await readFile(fileOf(name), 'utf8')
    for (const { 1: code = '', index } of source.matchAll(/<%[-_]?\s*~\s*([\s\S]*?)[-_]?%>/g)) {
      const line = source.slice(0, index).split('\n').length
      if (!reviewed.test(code)) problems.push(`${fileOf(name)}:${line} <%~ prints without escaping; it may only be include(…), it.body or html(…), not: ${code.trim()}`)
    }
  }
  return problems
}

/** Sentences that nothing says any more. A key may be put together only as `prefix.${rest}`. */
export async function checkUnusedWords(): Promise<string[]> {
  const words = JSON.parse(await readFile('views/locales/en.json', 'utf8')) as Record<string, string>
  const code = await everything()
  const mentioned = new Set([...code.matchAll(/(['"`])([\w.-]+)\1/g)].map(([, , text = '']) => text))
  const prefixes = [...code.matchAll(/`([\w.-]+[.-])\$\{/g)].map(([, prefix = '']) => prefix)
  return Object.keys(words)
    .filter(key => !mentioned.has(key) && !prefixes.some(prefix => key.startsWith(prefix)))
    .map(key => `views/locales/en.json: nothing in src or views says "${key}"; remove it`)
}

async function everything(): Promise<string> {
  const files = await Promise.all(['src', 'views'].map(async folder =>
    (await readdir(folder, { recursive: true })).filter(file => /\.(?:ts|eta)$/.test(file)).map(file => join(folder, file))))
  return (await Promise.all(files.flat().map(file => readFile(file, 'utf8')))).join('\n')
}
