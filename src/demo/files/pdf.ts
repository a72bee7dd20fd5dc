/** A line of text on the page: how far from the left and from the bottom, in points. */
export interface PdfText { x: number; y: number; size: number; bold?: boolean; text: string }

const a4 = '0 0 595 842'

/** One A4 page as a small, complete PDF; `rules` are the heights of lines across it. */
export function pdfPage(texts: PdfText[], rules: number[], title: string): Buffer {
  const content = [...texts.map(written), ...rules.map(y => `0.6 w 60 ${y} m 535 ${y} l S`)].join('\n')
  return assembled([
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [${a4}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    font('Helvetica'), font('Helvetica-Bold'),
    `<< /Title ${literal(title)} >>`,
  ])
}

const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`

const written = ({ x, y, size, bold = false, text }: PdfText) => `BT /${bold ? 'F2' : 'F1'} ${size} Tf ${x} ${y} Td ${literal(text)} Tj ET`

/** Text in Latin-1, which WinAnsi agrees with for all that an invoice says. */
const literal = (text: string) => `(${text.replace(/[\\()]/g, '\\$&')})`

/** The numbered objects with the table that says at which byte each begins. */
function assembled(objects: string[]): Buffer {
  let text = '%PDF-1.4\n'
  const starts = objects.map((object, at) => {
    const start = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return start
  })
  const table = text.length
  const entries = starts.map(start => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
