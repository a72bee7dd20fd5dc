import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright'
import type { Test } from 'tap'

const manifest = createRequire(import.meta.url).resolve('@guidepup/virtual-screen-reader/package.json')
const reader = join(dirname(manifest), 'lib/esm/index.browser.js')
const folder = new URL('../browser/transcripts/', import.meta.url)
const phrasesAtMost = 400

/**
 * Reads the page from its beginning as a screen reader would and compares what is said with the transcript kept
 * in the repository, so that a change in what is said shows in review. UPDATE_TRANSCRIPTS=1 writes it anew.
 */
export async function compareTranscript(t: Test, page: Page, name: string): Promise<void> {
  const said = `${(await read(page)).map(timeless).join('\n')}\n`
  const file = new URL(`${name}.txt`, folder)
  if (process.env['UPDATE_TRANSCRIPTS'] === '1') await writeFile(file, said)
  t.equal(said, await readFile(file, 'utf8'), `what is said: ${name}`)
}

async function read(page: Page): Promise<string[]> {
  await page.route('**/screen-reader.js', route => route.fulfill({ path: reader, contentType: 'text/javascript' }))
  return page.evaluate(async atMost => {
    const { virtual } = await import('/screen-reader.js' as string) as { virtual: VirtualReader }
    await virtual.start({ container: document.body })
    for (let phrases = 0; phrases < atMost && await virtual.lastSpokenPhrase() !== 'end of document'; phrases += 1) await virtual.next()
    const said = await virtual.spokenPhraseLog()
    await virtual.stop()
    return said
  }, phrasesAtMost)
}

interface VirtualReader {
  start(options: { container: Node }): Promise<void>
  next(): Promise<void>
  lastSpokenPhrase(): Promise<string>
  spokenPhraseLog(): Promise<string[]>
  stop(): Promise<void>
}

/** Times differ from run to run. */
function timeless(phrase: string): string {
  return phrase
    .replace(/\b(now|\d+ (seconds?|minutes?|hours?) ago|(last|this) (minute|hour))\b/g, '(when)')
    .replace(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? .*?[AP]M( UTC)?/g, '(a time)')
}
