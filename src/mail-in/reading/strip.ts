const unseen = /^(?:style|script|head|title)\b/i
const breaks = /^\/?(?:p|div|br|tr|li|h\d|table|blockquote)\b/i
const entities: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The words of HTML that is too much for the converter, in one pass whatever it holds. */
export function stripped(html: string): string {
  let [text, until] = ['', '']
  const [first = '', ...pieces] = html.split('<')
  for (const piece of pieces) {
    if (until !== '' && !piece.toLowerCase().startsWith(until)) continue
    until = until === '' && unseen.test(piece) ? `/${/^\w+/.exec(piece)?.[0].toLowerCase() ?? ''}` : ''
    if (until === '') text += `${breaks.test(piece) ? '\n' : ''}${piece.slice(piece.indexOf('>') + 1)}`
  }
  return (first + text).replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (_all, name: string) => entities[name] ?? '')
}
