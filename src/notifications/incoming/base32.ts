/** Letters and digits that no mail server changes, whichever case it writes them in. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Five bits a sign; what is left at the end and fills none is left out. */
export function base32(bytes: Buffer): string {
  let [text, value, bits] = ['', 0, 0]
  for (const byte of bytes) {
    value = (value << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >>> (bits - 5)) & 31]
    value &= (1 << bits) - 1
  }
  return text
}

/** The whole bytes that such signs hold. */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let [value, bits] = [0, 0]
  for (const sign of text) {
    value = (value << 5) | alphabet.indexOf(sign)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >>> bits) & 255)
    value &= (1 << bits) - 1
  }
  return Buffer.from(bytes)
}
