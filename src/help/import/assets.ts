import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Storage } from '../../attachments/index.ts'
import type { Db } from '../../db/connect.ts'
import { fileAddress, storeFile, type Refusal } from '../store/file-store.ts'
import { withinTree, type Tree } from './tree.ts'

/** Where the file is now, or why it was not taken. */
export type Asset = { address: string } | { problem: string }

const megabytes = 25
const drawingAtMost = 5_000_000
const pixelsAtMost = 8_000_000

const refusals: Record<Refusal, string> = {
  empty: 'the file is empty',
  type: 'files of this kind are not taken',
  picture: 'the picture is damaged or too large',
}

/** The pictures and downloads of a tree, each taken once. */
export class Assets {
  readonly #services: { db: Db; storage: Storage }
  readonly #tree: Tree
  readonly #taken = new Map<string, Promise<Asset>>()

  constructor(services: { db: Db; storage: Storage }, tree: Tree) {
    this.#services = services
    this.#tree = tree
  }

  /** How many were taken. */
  async count(): Promise<number> {
    return (await Promise.all(this.#taken.values())).filter(asset => 'address' in asset).length
  }

  take(path: string): Promise<Asset> {
    const known = this.#taken.get(path)
    if (known !== undefined) return known
    const asset = this.#store(path)
    this.#taken.set(path, asset)
    return asset
  }

  async #store(path: string): Promise<Asset> {
    const real = await withinTree(this.#tree.root, path)
    if (real === undefined) return { problem: 'nothing is there, or it leads out of the folder' }
    const place = join(this.#tree.root, real)
    const found = await stat(place).catch(() => undefined)
    if (found?.isFile() !== true) return { problem: 'it is not a file' }
    if (found.size > megabytes * 1_000_000) return { problem: `it is larger than ${megabytes} MB` }
    return /\.svg$/i.test(path) ? this.#drawing(place, found.size) : this.#keep(basename(path), createReadStream(place))
  }

  /** A drawing can hold scripts, so a picture of it is taken. */
  async #drawing(place: string, bytes: number): Promise<Asset> {
    if (bytes > drawingAtMost) return { problem: `a drawing larger than ${drawingAtMost / 1_000_000} MB` }
    try {
      const png = await drawn(await readFile(place))
      return await this.#keep(basename(place).replace(/\.svg$/i, '.png'), Readable.from([png]))
    } catch (error) {
      return { problem: `the drawing cannot be drawn: ${(error as Error).message.slice(0, 200)}` }
    }
  }

  async #keep(name: string, stream: Readable): Promise<Asset> {
    const file = await storeFile(this.#services, name, stream)
    return 'refused' in file ? { problem: refusals[file.refused] } : { address: fileAddress(file) }
  }
}

/** Loads nothing from elsewhere, and gives up on what takes too long. */
async function drawn(svg: Buffer): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp(svg, { limitInputPixels: pixelsAtMost, failOn: 'error' }).timeout({ seconds: 10 }).png({ compressionLevel: 9 }).toBuffer()
}
