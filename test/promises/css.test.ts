import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { accentCss, contrast } from '../../src/web/accent.ts'
import { loadAssets } from '../../src/web/assets.ts'
import { compilePico, picoPath } from '../support/pico.ts'
import { mentions, sources } from './sources.ts'

const bytesAtMost = 9_500
const { files } = loadAssets({})
const joined = [...files].find(([path]) => path.endsWith('.css'))?.[1].plain ?? Buffer.alloc(0)
const ours = sources('static/css').filter(({ path }) => path !== picoPath)

t.test('Pico is exactly what npm brings', async t => {
  t.equal(readFileSync(picoPath, 'utf8'), compilePico(), `${picoPath} is generated: run npm run pico after an update`)
})

t.test('the stylesheet is small and loads nothing', async t => {
  const bytes = gzipSync(joined, { level: 9 }).length
  t.ok(bytes > 1_000 && bytes <= bytesAtMost, `all styles together are ${bytes} bytes compressed, of at most ${bytesAtMost}`)
  t.notMatch(joined.toString(), /@import|url\(/, 'styles ask for no further file')
})

t.test('an engine of 2018 can read every rule of ours', async t => {
  t.strictSame(mentions(/@layer|@container/, ours), [], 'whole blocks would be dropped: the order of the files does the work of layers')
  t.strictSame(mentions(/:has\(|:is\(|:where\(|:not\([^)]*,/, ours), [], 'a rule with a selector that is not known is dropped whole: write it out')
  t.strictSame(mentions(/color-mix|\bclamp\(|\bmin\(|\bmax\(|\binset\s*:|(?:margin|padding|inset)-inline\s*:/, ours), [], 'not known in 2018')
  t.strictSame(mentions(/^\s*(?:gap|row-gap|column-gap)\s*:/, ours), [], 'gap is not known in flex: use margins, and grid-column-gap in a grid')
  t.strictSame(mentions(/!important/, ours), [], 'a rule that cannot win by its place or selector is in the wrong file')
})

t.test('focus is shown by engines that know :focus alone, too', async t => {
  const rules = ours.flatMap(({ text }) => text.replace(/\/\*[\s\S]*?\*\//g, '').match(/[^{}]+(?=\{)/g) ?? [])
  const mixed = rules.filter(rule => rule.includes(',') && rule.includes(':focus-visible'))
  t.strictSame(mixed, [], ':focus-visible stands in rules of its own')
})

t.test('colours keep their contrast in light and dark', async t => {
  const css = readFileSync('static/css/tokens.css', 'utf8')
  const [light, dark] = css.split('prefers-color-scheme: dark').map(tokensOf)
  for (const [scheme, tokens] of Object.entries({ light, dark })) {
    t.strictSame(tooFaint(tokens ?? {}), [], `in ${scheme} every pair keeps its ratio (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)`)
  }
})

t.test('a colour of the company keeps its contrast on our grounds, whatever it is', async t => {
  const schemes = readFileSync('static/css/tokens.css', 'utf8').split('prefers-color-scheme: dark').map(tokensOf)
  const asked = ['#ffee00', '#ff8800', '#e30613', '#00a0e3', '#7700ff', '#111111', '#ffffff', '#7f7f7f']
  const faint = asked.flatMap(colour => accentCss(colour).split('@media').flatMap((css, at) => {
    const accent = parts(/--accent:(#\w{6})/.exec(css)?.[1])
    return ['ground', 'sheet'].filter(ground => !(contrast(accent, parts(schemes[at]?.[ground])) >= 4.5)).map(ground => `${colour} on ${ground}`)
  }))
  t.strictSame(faint, [], 'src/web/accent.ts knows the grounds of tokens.css')
})

t.test('who chose dark sees what a dark machine shows, and paper stays light', async t => {
  const css = [...loadAssets({ ACCENT_COLOR: '#e30613' }).files].find(([path]) => path.endsWith('.css'))?.[1].plain.toString() ?? ''
  const blocks = (head: string) => css.split(`${head}{`).slice(1).map(rest => rest.slice(0, rest.indexOf('}')))
  const [asked, chosen] = [blocks(':root:not([data-theme=light])'), blocks('@media screen{[data-theme=dark]')]
  t.equal(asked.length, 2, 'our colours and the one of the company')
  t.strictSame(chosen, asked)
  t.equal(css.split('prefers-color-scheme').length - 1, 2)
  t.equal(css.split('@media screen and (prefers-color-scheme').length - 1, 2, 'which is for screens alone')
})

t.test('every class with a rule is used', async t => {
  const users = [...sources('views'), ...sources('static/js'), ...sources('src/web/markdown')].map(({ text }) => text).join('\n')
  const classes = new Set(ours.flatMap(({ text }) => [...text.matchAll(/\.([a-z][a-z-]*)/g)].map(([, name = '']) => name)))
  const known = [...classes].filter(name => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(users))
  t.ok(classes.size > 20, `${classes.size} classes have rules`)
  t.strictSame(known.filter(name => !name.startsWith('htmx-')), [], 'no page, script or text has these classes: remove their rules')
})

t.test('every file of styles is named after what it dresses', async t => {
  const general = ['pico', 'tokens', 'base', 'buttons', 'written', 'print', 'forced-colours']
  const partials = sources('views').map(({ path }) => path.split('/').at(-1)?.replace(/^_|\.eta$/g, ''))
  const nameless = readdirSync('static/css').map(name => name.replace('.css', '')).filter(name => !general.includes(name) && !partials.includes(name))
  t.strictSame(nameless, [], 'these are named after no partial')
})

type Tokens = Record<string, string>

function tokensOf(css: string): Tokens {
  return Object.fromEntries([...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]))
}

/** [what, on what, at least] */
function pairs(): [string, string, number][] {
  const on = (grounds: string[], inks: string[], ratio: number) => grounds.flatMap(ground => inks.map((ink): [string, string, number] => [ink, ground, ratio]))
  const soft = ['wrong', 'done', 'wait', 'calm']
  return [
    ...on(['ground', 'sheet', 'sunken', ...soft.map(name => `${name}-soft`)], ['ink'], 7),
    ...on(['ground', 'sheet', 'sunken', ...soft.map(name => `${name}-soft`)], ['quiet'], 4.5),
    ...on(['ground', 'sheet', 'sunken'], ['accent', 'wrong'], 4.5),
    ...soft.map((name): [string, string, number] => [name, `${name}-soft`, 4.5]),
    ...on(['ground', 'sheet'], ['edge'], 3),
    ['on-accent', 'accent', 4.5],
  ]
}

function tooFaint(tokens: Tokens): string[] {
  return pairs().flatMap(([ink, ground, ratio]) => {
    const measured = contrast(parts(tokens[ink]), parts(tokens[ground]))
    return measured >= ratio ? [] : [`${ink} on ${ground}: ${measured.toFixed(2)}, at least ${ratio}`]
  })
}

function parts(colour = ''): [number, number, number] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number]
}
