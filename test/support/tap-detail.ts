/** The last line of every stack in a test file. */
const worker = /\(test\/support\/worker\.ts:/

/** What tap knows about a failure, without what is said twice: the stack names the place, and the editor has the source. */
export function readable(lines: string[]): string[] {
  const entries = byKey(lines.filter(line => !worker.test(line)))
  const unwanted = new Set(['source', 'jobId', ...entries.some(({ key }) => key === 'stack') ? ['at'] : []])
  return entries.filter(({ key }) => !unwanted.has(key)).flatMap(({ lines }) => unfolded(lines))
}

function byKey(lines: string[]): { key: string; lines: string[] }[] {
  const entries: { key: string; lines: string[] }[] = []
  for (const line of lines) {
    const key = /^([\w-]+):/.exec(line)?.[1]
    if (key === undefined) entries.at(-1)?.lines.push(line)
    else entries.push({ key, lines: [line] })
  }
  return entries
}

/** YAML breaks long text into short lines and doubles the breaks that were there. */
function unfolded([head = '', ...lines]: string[]): string[] {
  if (!/: >\d?-?$/.test(head)) return [head, ...lines]
  const text = lines.map(line => line.slice(2)).join('\n').replace(/(?<=^\S.*)\n(\n*)(?=\S)/gm, (_, breaks: string) => breaks || ' ')
  return [head.replace(/ >\d?-?$/, ''), ...text.split('\n').map(line => `  ${line}`)]
}
