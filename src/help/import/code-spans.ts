interface Span { start: number; end: number }

/** The inline code of a part of a text: from a run of backticks to the next as long. */
export function codeSpans(text: string, start: number, end: number): Span[] {
  const runs = runsOf(text, start, end)
  const nextAlike = nextOfSameLength(runs)
  const spans: Span[] = []
  for (let at = 0; at < runs.length; at++) {
    const closing = nextAlike[at]
    const [first, last] = [runs[at], runs[closing ?? -1]]
    if (first === undefined || last === undefined || closing === undefined || isEscaped(text, first.start, runs[at - 1]?.end ?? start)) continue
    spans.push({ start: first.start, end: last.end })
    at = closing
  }
  return spans
}

function runsOf(text: string, start: number, end: number): Span[] {
  return [...text.slice(start, end).matchAll(/`+/g)].map(({ index, 0: { length } }) => ({ start: start + index, end: start + index + length }))
}

function nextOfSameLength(runs: Span[]): (number | undefined)[] {
  const latest = new Map<number, number>()
  const next: (number | undefined)[] = []
  for (let at = runs.length - 1; at >= 0; at--) {
    const { start, end } = runs[at] ?? { start: 0, end: 0 }
    next[at] = latest.get(end - start)
    latest.set(end - start, at)
  }
  return next
}

function isEscaped(text: string, at: number, from: number): boolean {
  let before = at
  while (before > from && text[before - 1] === '\\') before--
  return (at - before) % 2 === 1
}
