import { readFileSync } from 'node:fs'
import t from 'tap'
import { getDefault } from 'valibot'
import { Settings } from '../../src/config.ts'

const read = (path: string) => readFileSync(path, 'utf8')
/** Defaults that are worked out at the start. */
const workedOut: Record<string, string> = { BASE_URL: '`http://localhost:PORT`', SECRET: 'made at the first start' }

t.test('the README lists every setting with its default, and no other', async t => {
  const listed = [...read('README.md').matchAll(/^\| `([A-Z_]+)` \| (.*?) ?\| \S.* \|$/gm)].map(([, name = '', fallback = '']) => [name, fallback])
  const known = Object.entries(Settings.entries).map(([name, schema]) => {
    const fallback = getDefault(schema)
    return [name, workedOut[name] ?? (fallback === undefined ? '' : `\`${fallback}\``)]
  })
  t.strictSame(listed, known)
})

t.test('the image and its company set only what is a setting', async t => {
  const app = /\n {2}app:\n([^]*?)\n {2}\w+:\n/.exec(read('compose.yaml'))?.[1] ?? ''
  const composed = [...app.matchAll(/^ {6}([A-Z_]+): /gm)].map(([, name = '']) => name)
  const built = [.../^ENV (.*)$/m.exec(read('Dockerfile'))?.[1]?.matchAll(/([A-Z_]+)=/g) ?? []].map(([, name = '']) => name)
  t.ok(composed.includes('DATABASE_URL') && built.includes('DATA_DIR'))
  t.strictSame([...composed, ...built].filter(name => !['NODE_ENV', 'MALLOC_ARENA_MAX'].includes(name) && !(name in Settings.entries)), [])
})

t.test('the image starts the program as npm start does', async t => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const words = JSON.parse(/^CMD (.*)$/m.exec(read('Dockerfile'))?.[1] ?? '[]') as string[]
  t.equal(words.join(' '), scripts['start'])
})

t.test('everything that the program reads is in the image', async t => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (\w+) /gm)].map(([, folder = '']) => folder)
  const allowed = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, path = '']) => path)
  t.strictSame(copied.toSorted(), ['migrations', 'src', 'static', 'views'])
  t.strictSame(allowed.toSorted(), [...copied, 'package.json', 'package-lock.json'].toSorted())
})
