import { posix } from 'node:path'
import { isHidden, type Tree } from './tree.ts'
import { isIndex } from './page.ts'

/** What an address in a file means: something here, a file of the tree, nothing that is there, or none of our business. */
type Meaning = { address: string } | { file: string } | { missing: string } | undefined

/** The slugs of what lies at a path. */
interface SlugsByPath { pages: Map<string, string>; folders: Map<string, string | undefined> }

const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?|$)/i
/** Pages of this very site. */
const ours = /^\/(?:help|tickets)(?:\/|$)/
const markdown = /\.(?:md|markdown|mdx)$/i
const picture = /\.(?:png|jpe?g|gif|webp|svg)$/i

/** Knows what the addresses of a tree's files mean, as forgivingly as the tools that such trees are written for. */
export class Addresses {
  readonly #tree: Tree
  readonly #slugs: SlugsByPath
  /** Pages and files by their path in small letters, and without the numbers that only give an order. */
  readonly #alike = new Map<string, string>()
  readonly #indexes = new Map<string, string>()

  constructor(tree: Tree, slugs: SlugsByPath) {
    this.#tree = tree
    this.#slugs = slugs
    for (const path of tree.files) {
      for (const key of [unnumbered(path), path.toLowerCase()]) if (!this.#alike.has(key)) this.#alike.set(key, path)
    }
    for (const path of tree.pages) if (isIndex(path) && slugs.pages.has(path)) this.#indexes.set(posix.dirname(path), path)
  }

  meaning(from: string, written: string): Meaning {
    if (elsewhere.test(written)) return undefined
    const [, address = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(#[^]*)?$/.exec(written) ?? []
    const path = decoded(address)
    if (!path.startsWith('/')) return this.#at(posix.join(posix.dirname(from), path), fragment) ?? { missing: 'nothing is there' }
    // Which folder a slash begins at, only the tool knows that the tree was made for: the nearest where something is there.
    for (const above of ancestors(from)) {
      const meaning = this.#at(`${above}${path}`, fragment)
      if (meaning !== undefined && !('missing' in meaning)) return meaning
    }
    return ours.test(path) ? undefined : { missing: 'nothing is there' }
  }

  #at(path: string, fragment: string): Meaning {
    const wanted = posix.normalize(path).replace(/\/$/, '')
    if (wanted === '..' || wanted.startsWith('../')) return { missing: 'it leads out of the folder' }
    return this.#pageAt(wanted, fragment) ?? this.#folderAt(wanted) ?? this.#fileAt(wanted)
  }

  #pageAt(wanted: string, fragment: string): Meaning {
    const bare = wanted.replace(/\.html?$/i, '')
    const candidates = [wanted, ...['.md', '.markdown', '.mdx'].flatMap(ending => [wanted + ending, bare + ending])].flatMap(path => [path, this.#alike.get(path.toLowerCase()) ?? '', this.#alike.get(unnumbered(path)) ?? ''])
    const path = candidates.find(path => this.#slugs.pages.has(path)) ?? this.#indexes.get(wanted)
    return path === undefined ? undefined : { address: `/help/articles/${encodeURIComponent(this.#slugs.pages.get(path) ?? '')}${escapedFragment(fragment)}` }
  }

  #folderAt(wanted: string): Meaning {
    const slug = this.#slugs.folders.get(wanted)
    return slug === undefined ? undefined : { address: `/help/${encodeURIComponent(slug)}` }
  }

  /** Hidden folders hold secrets, and sometimes the pictures. A Markdown file that was refused is no download either. */
  #fileAt(wanted: string): Meaning {
    const hidden = wanted.split('/').some(isHidden)
    if (hidden && !picture.test(wanted)) return undefined
    const file = this.#tree.files.has(wanted) ? wanted : this.#alike.get(wanted.toLowerCase()) ?? (hidden ? wanted : undefined)
    return file === undefined || markdown.test(file) ? undefined : { file }
  }
}

/** The folders that a file lies in, the nearest first, the tree itself last. */
function ancestors(path: string): string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? ['.'] : [folder, ...ancestors(folder)]
}

/** An address as it was meant: without the escapes of Markdown and of addresses. */
function decoded(address: string): string {
  const plain = address.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&amp;', '&')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

function escapedFragment(fragment: string): string {
  return fragment.replace(/[\s<>()"'\\]/g, sign => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

const unnumbered = (path: string): string => path.toLowerCase().split('/').map(part => part.replace(/^\d{1,4}[-_. ]+(?=\S)/, '')).join('/')
