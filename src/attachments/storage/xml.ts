/** What a bucket says of its objects. */
interface Listing {
  objects: { name: string; modified: number }[]
  /** Where the next part begins; undefined at the end. */
  next: string | undefined
}

/** Reads the answer to ListObjectsV2. Throws where it is none, rather than find nothing in it. */
export function parseListing(xml: string): Listing {
  if (!/<ListBucketResult[\s>][^]*<\/ListBucketResult>/.test(xml)) throw new Error('The bucket answered a request for its list with something else')
  const objects = [...xml.matchAll(/<Contents>([^]*?)<\/Contents>/g)].map(([, object = '']) => ({ name: textOf(object, 'Key'), modified: Date.parse(textOf(object, 'LastModified')) }))
  if (textOf(xml, 'IsTruncated') !== 'true') return { objects, next: undefined }
  const next = textOf(xml, 'NextContinuationToken')
  if (next === '') throw new Error('The bucket breaks off its list without saying how to go on')
  return { objects, next }
}

/** The text of the first element of that name; empty where there is none. Text cannot hold a tag: its `<` is `&lt;`. */
export function textOf(xml: string, name: string): string {
  const [, text = ''] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? []
  return decoded(text)
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
