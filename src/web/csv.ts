/** The first sign of an export: it tells spreadsheets that what follows is UTF-8. */
export const csvMark = '\uFEFF'

export const csvType = 'text/csv; charset=utf-8'

export const csvRow = (cells: string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** RFC 4180, with what a spreadsheet would run as a formula, East Asian wide signs included, made text by an apostrophe (OWASP, "CSV Injection"). */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
