import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { circles, homeless, importsOf, pastTheDoor, upward } from './imports.ts'
import { belowFloor } from './lockfile.ts'
import { mentions, sources } from './sources.ts'

const src = sources('src')
const imports = importsOf(src)
/** Where the time of this process is asked for, and not stored as when something happened. */
const ownClock = [
  // shown, or named a day
  'src/web/dates.ts', 'src/web/zones.ts', 'src/account/preferences/options.ts', 'src/notifications/pages.ts', 'src/sign-in/actions/second-step.ts',
  // what a form, a link or a code says about time, and what a page may offer
  'src/account/data/link.ts', 'src/sign-in/passkeys/challenge.ts', 'src/sign-in/second-step/codes.ts', 'src/mail-in/ways/hook.ts', 'src/desk/help/articles/check.ts', 'src/tickets/rules.ts',
  // when it is eight in the morning, or quiet, somewhere
  'src/notifications/digests.ts', 'src/notifications/addressee.ts',
  // files, which have the times of their disk or bucket
  'src/attachments/storage/incoming.ts', 'src/attachments/storage/s3.ts',
]
const generated = new Set(['static/css/pico.css'])

t.test('the code', async t => {
  const outside = (...folders: string[]) => src.filter(({ path }) => !folders.some(folder => path.startsWith(folder)))

  t.strictSame(mentions(/\bsql\.raw\b/, outside('src/db/')), [], 'sql.raw takes text as SQL: outside src/db write sql`…` with ${values}')
  t.strictSame(mentions(/\bMath\.random\b/, src), [], 'Math.random can be guessed: take node:crypto')
  t.strictSame(mentions(/\bnew Date\(\)|\bDate\.now\(\)/, outside('src/demo/', ...ownClock)), [], 'stored times are the database\'s: take `now` of src/db/now.ts, or name the file where no time is stored')
  t.strictSame(mentions(/\bprocess\.env\b/, outside('src/config.ts')), [], 'only src/config.ts reads the environment: pass the setting in')
})

t.test('the floors of the house', async t => {
  t.strictSame(homeless(src), [], 'every file and folder of src has its floor: give a new one its place in test/promises/imports.ts')
  t.strictSame(upward(imports), [], 'a floor imports only from its own or the floors below: pass in what is above, or move it down')
  t.strictSame(pastTheDoor(imports), [], 'a feature enters another one by its index.ts: export there what others may use')
  t.strictSame(circles(imports), [], 'imports go round in no circle: move what both need into a third file')
})

t.test('every file can be read in one sitting', async t => {
  const long = [...src, ...sources('views'), ...sources('static'), ...sources('test')]
    .filter(({ path }) => !generated.has(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 200)
  t.strictSame(long, [], 'a file has at most 200 lines: split it by noun')
})

t.test('no package with a known hole is installed', async t => {
  t.strictSame(belowFloor(), [], 'install at least the version named here: npm install <package>@latest')
})

t.test('migrations are numbered without gap or repetition', async t => {
  const names = readdirSync('migrations').sort()
  const wrong = names.filter((name, at) => !new RegExp(`^${String(at + 1).padStart(4, '0')}_[a-z0-9_]+\\.sql$`).test(name))
  t.ok(names.length > 0, 'there are migrations')
  t.strictSame(wrong, [], 'a migration is named NNNN_what.sql and takes the next free number: these break the row')
})

t.test('the sentences of the locale', async t => {
  const files = readdirSync('views/locales')
  t.ok(files.includes('en.json'), 'English is there')
  for (const file of files) {
    const text = readFileSync(`views/locales/${file}`, 'utf8')
    const words = Object.entries(JSON.parse(text) as Record<string, string>)
    const keys = [...text.matchAll(/^\s*"([^"]+)":/gm)].map(([, key = '']) => key)
    t.strictSame(keys.filter((key, at) => at > 0 && key <= (keys[at - 1] ?? '')), [], `${file} is sorted by key and has each once: these stand too late or twice`)
    t.strictSame(words.filter(([, sentence]) => sentence.trim() === ''), [], `${file} has no empty sentence: write it, or remove the key`)
  }
})
