/** Something about a file that whoever imports it should know. */
interface Finding { path: string; line?: number | undefined; reason: string }

/** What an import did. */
export class Report {
  created = 0
  changed = 0
  unchanged = 0
  archived = 0
  categories = 0
  files = 0
  questions = { created: 0, changed: 0, unchanged: 0 }
  synonyms = 0
  milliseconds = 0
  /** It was told to stop; what is written stays, and the next run goes on from there. */
  interrupted = false
  /** Left out, with the reason. */
  readonly refused: Finding[] = []
  /** Taken in, but not as it was. */
  readonly notes: Finding[] = []
  /** Links to what is not there. */
  readonly missing: Finding[] = []
  /** Changed here and in the folder since the last import: left as they are here. */
  readonly conflicts: Finding[] = []
  /** Articles of an earlier import whose files are gone. */
  readonly vanished: Finding[] = []

  refuse(path: string, reason: string): void {
    this.refused.push({ path, reason })
  }

  note(path: string, reason: string, line?: number): void {
    this.notes.push({ path, reason, line })
  }
}

/** The whole report as lines of text. */
export function told(report: Report): string[] {
  return [
    ...section('Refused', report.refused),
    ...section('Not taken as they were', report.notes),
    ...section('Links that lead nowhere', report.missing),
    ...section('Changed here since the last import, so left alone (--overwrite takes the file)', report.conflicts),
    ...section(report.archived > 0 ? 'Archived, as their files are gone' : 'Their files are gone (--archive archives them)', report.vanished),
    summary(report),
  ]
}

function section(title: string, findings: Finding[]): string[] {
  if (findings.length === 0) return []
  const lines = findings.map(({ path, line, reason }) => `  ${path}${line === undefined ? '' : `:${line}`}: ${reason}`.replace(/[\p{Cc}\p{Cf}]/gu, ' '))
  return [`${title} (${findings.length}):`, ...lines, '']
}

function summary({ created, changed, unchanged, refused, missing, conflicts, questions, milliseconds, ...more }: Report): string {
  const articles = created + changed + unchanged
  const rate = milliseconds > 0 ? `, ${Math.round(articles / milliseconds * 1_000)} a second` : ''
  const asked = questions.created + questions.changed + questions.unchanged
  return [
    `${articles} articles in ${(milliseconds / 1_000).toFixed(1)} s${rate}: ${created} new, ${changed} changed, ${unchanged} unchanged.`,
    `${more.categories} new categories, ${more.files} files named.`,
    ...(asked + more.synonyms > 0 ? [`${asked} questions: ${questions.created} new, ${questions.changed} changed, ${questions.unchanged} unchanged. ${more.synonyms} groups of synonyms.`] : []),
    `${refused.length} refused, ${missing.length} links that lead nowhere, ${conflicts.length} conflicts.`,
    ...(more.interrupted ? ['It was stopped before the end: the same command goes on from there.'] : []),
  ].join('\n')
}
