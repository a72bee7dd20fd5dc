import type { Readable } from 'node:stream'

/** A file on its way in: complete and on disk, but not yet anybody's. */
export interface Received { path: string; bytes: number; sha256: string }
export interface Range { start: number; end: number }

/** Where the bytes of files are. A key is a name of our own making, never one that somebody sent. */
export interface Storage {
  /** What to call it to whoever runs the program: a folder, or a bucket's address without its secret. */
  readonly place: string
  /** Streams into a temporary file. A stream that breaks leaves nothing behind. */
  receive(stream: Readable): Promise<Received>
  /** Takes a received file to its place, so that it survives a crash from here on; returns its key. */
  keep(received: Received): Promise<string>
  discard(received: Pick<Received, 'path'>): Promise<void>
  /** Fails at once where the bytes are not there. */
  read(key: string, range?: Range): Promise<Readable>
  remove(key: string): Promise<void>
  /** Whether the files are this database's; a place that is nobody's yet becomes its own. */
  belongsTo(installationId: string): Promise<boolean>
  /** Keys of files that are older than the given number of milliseconds. */
  keysOlderThan(age: number): AsyncIterable<string>
  /** Removes what never finished arriving, if older than the given number of milliseconds. */
  clearReceived(age: number): Promise<void>
}

/** Where a file is, below its folder or bucket: the same in both, so that a copy of the one is the other. */
export const placeOf = (key: string) => `${key.slice(0, 2)}/${key}`
