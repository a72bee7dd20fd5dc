import { pdfPage, type PdfText } from './pdf.ts'

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const number = '2207'

/** Barrow's monthly invoice to Ada, to one or the other of her addresses. */
export function invoice(address: string[], issued: Date, corrected: boolean): Buffer {
  return pdfPage([...letterhead(address, corrected), ...facts(issued), ...items(), ...footer()], [566, 540, 474, 120], `Invoice ${number}`)
}

function letterhead(address: string[], corrected: boolean): PdfText[] {
  return [
    { x: 60, y: 770, size: 24, bold: true, text: 'Barrow' },
    { x: 60, y: 752, size: 9, text: 'The till for market stalls' },
    ...['Barrow Ltd', '12 Fleece Yard', 'Kendal LA9 0ZZ'].map((text, at) => ({ x: 400, y: 772 - at * 13, size: 9, text })),
    ...['Okonkwo Honey', 'Ada Okonkwo', ...address].map((text, at) => ({ x: 60, y: 700 - at * 15, size: 11, text })),
    { x: 60, y: 602, size: 16, bold: true, text: `Invoice ${number}${corrected ? ' (address corrected)' : ''}` },
  ]
}

function facts(issued: Date): PdfText[] {
  return [
    { x: 400, y: 700, size: 10, text: `Date: ${date.format(issued)}` },
    { x: 400, y: 685, size: 10, text: 'Customer: K-4418' },
    { x: 400, y: 670, size: 10, text: 'Paid by direct debit' },
  ]
}

function items(): PdfText[] {
  return [
    ...row(549, ['Item', 'Quantity', 'Net'], true),
    ...row(520, ['Barrow, plan "Two stalls", one month', '1', '£20.00']),
    ...row(502, ['Receipt paper 58 mm, ten rolls', '1', '£6.50']),
    ...row(484, ['Delivery', '1', '£3.50']),
    ...row(456, ['Net', '', '£30.00']),
    ...row(438, ['VAT 20 %', '', '£6.00']),
    ...row(414, ['Total', '', '£36.00'], true),
  ]
}

function row(y: number, [item = '', quantity = '', net = '']: string[], bold = false): PdfText[] {
  const columns = [{ x: 60, text: item }, { x: 380, text: quantity }, { x: 480, text: net }]
  return columns.filter(({ text }) => text !== '').map(column => ({ ...column, y, size: 11, bold }))
}

function footer(): PdfText[] {
  return [
    { x: 60, y: 102, size: 9, text: 'VAT number GB 000 0000 00. Thank you for selling with Barrow.' },
  ]
}
