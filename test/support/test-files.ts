import { readdirSync, readFileSync } from 'node:fs'

export interface TestFile {
  path: string
  browser: boolean
  /** Whether it opens a database, and so has to hold on both kinds. */
  world: boolean
  /** In bytes: how long it is says, roughly, how long it takes. */
  size: number
}

/** Every test file, or those whose path contains one of the words. */
export function findTests(words: string[]): TestFile[] {
  const names = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.test.ts'))
  const paths = names.map(name => `test/${name.replaceAll('\\', '/')}`).sort()
  return paths.filter(path => words.length === 0 || words.some(word => path.includes(word))).map(describe)
}

function describe(path: string): TestFile {
  const text = readFileSync(path, 'utf8')
  return { path, browser: path.startsWith('test/browser/'), world: /from '[./]*\/support\//.test(text), size: text.length }
}
