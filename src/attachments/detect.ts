import { open } from 'node:fs/promises'

/** Pictures that a browser can be trusted to show from our address. */
export const imageTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

const documentTypes = new Set([
  'application/pdf', 'application/zip', 'application/gzip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation', 'application/vnd.oasis.opendocument.graphics',
])
/** Office before 2007: its container is told by content, the program only by the name. */
const oldOffice: Record<string, string> = { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' }
const textTypes: Record<string, string> = { csv: 'text/csv', tsv: 'text/tab-separated-values', json: 'application/json', xml: 'application/xml', md: 'text/markdown' }

/** Text that has a name of its own. */
const readable = new Set<string>(['application/xml', 'text/calendar', 'text/vcard', 'message/rfc822'])

/** For the file field's `accept`: a help for the file dialog, never a check. */
export const accepted = '.png,.jpg,.jpeg,.gif,.webp,.pdf,.txt,.csv,.log,.json,.xml,.md,.zip,.gz,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.odt,.ods,.odp,.odg'

/** The media type of a file by what is in it, or undefined where it is none that we take. */
export async function detectType(path: string, name: string): Promise<string | undefined> {
  const extension = name.toLowerCase().split('.').at(-1) ?? ''
  // Loaded with the first file: many a process never has one.
  const { fileTypeFromFile } = await import('file-type')
  const found = await fileTypeFromFile(path)
  if (found === undefined || readable.has(found.mime)) return await isText(path) ? textTypes[extension] ?? 'text/plain' : undefined
  if (found.mime === 'application/x-cfb') return oldOffice[extension]
  return imageTypes.has(found.mime) || documentTypes.has(found.mime) ? found.mime : undefined
}

/** Text is what begins with the mark of UTF-16, or has no control characters but those of lines, pages and colours at the start. */
async function isText(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
    const start = buffer.subarray(0, bytesRead)
    const marked = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
    return marked || !start.some(byte => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))
  } finally {
    await handle.close()
  }
}
