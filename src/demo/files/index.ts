import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { receiveFile, type Storage, type StoredFile, type UploadLimits } from '../../attachments/index.ts'
import { timeOf } from '../when.ts'
import { invoice } from './invoice.ts'
import { syncLog } from './sync-log.ts'

export type FileName = 'card-reader.png' | 'invoice-2207.pdf' | 'invoice-2207-corrected.pdf' | 'barrow-sync.log'
export type StoredFiles = Record<FileName, StoredFile>

const photo = fileURLToPath(new URL('card-reader.svg', import.meta.url))

/** Draws the files of the story and takes them into the storage the way uploads go, thumbnail included. */
export async function storeFiles(storage: Storage, limits: UploadLimits, now: Date): Promise<StoredFiles> {
  const { default: sharp } = await import('sharp')
  const oldAddress = ['3 Mill Lane', 'Hexham NE46 0ZZ']
  const newAddress = ['7 Orchard Row', 'Hexham NE46 0ZZ']
  const store = async (name: FileName, bytes: Buffer) => stored(storage, limits, name, bytes)
  return {
    'card-reader.png': await store('card-reader.png', await sharp(photo).png().toBuffer()),
    'invoice-2207.pdf': await store('invoice-2207.pdf', invoice(oldAddress, timeOf('24d 06:00', now), false)),
    'invoice-2207-corrected.pdf': await store('invoice-2207-corrected.pdf', invoice(newAddress, timeOf('23d 09:25', now), true)),
    'barrow-sync.log': await store('barrow-sync.log', syncLog(timeOf('4d 07:00', now))),
  }
}

async function stored(storage: Storage, limits: UploadLimits, filename: FileName, bytes: Buffer): Promise<StoredFile> {
  const file = Object.assign(Readable.from([bytes]), { truncated: false, bytesRead: bytes.length })
  const receipt = await receiveFile(storage, { filename, file }, limits)
  if ('problem' in receipt) throw new Error(receipt.problem)
  return receipt.file
}
