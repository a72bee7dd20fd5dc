interface Decoded { text: string; note?: string }

/** The text of a file: UTF-8, or UTF-16 where its mark says so, or else Windows-1252. Undefined where it is no text. */
export function decode(bytes: Uint8Array): Decoded | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return plain(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xfe && second === 0xff) return plain(new TextDecoder('utf-16be').decode(bytes))
  try {
    return plain(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    if (bytes.some(byte => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return undefined
    return { ...plain(new TextDecoder('windows-1252').decode(bytes)), note: 'not UTF-8: read as Windows-1252' }
  }
}

/** Line ends are one sign, and what a database cannot hold is gone. */
function plain(text: string): Decoded {
  const clean = text.replace(/\r\n?/g, '\n').replaceAll('\0', '')
  return { text: clean.isWellFormed() ? clean : clean.toWellFormed() }
}
