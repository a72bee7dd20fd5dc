import { fileURLToPath } from 'node:url'
import { importFolder } from '../help/import/index.ts'
import type { Services } from '../services.ts'

const folder = fileURLToPath(new URL('help', import.meta.url))
/** The day on which the texts were told; their dates keep their distance from it. */
const toldOn = Date.UTC(2026, 10, 22)
const day = 86_400_000

/** Brings in the help centre of the story. What an interrupted run brought already is left as it is. */
export async function fillHelp({ connection: { db }, markdown, storage }: Services, now: Date): Promise<void> {
  const later = Math.floor((now.getTime() - toldOn) / day) * day
  const report = await importFolder({ db, markdown, storage }, folder, { name: 'barrow', date: written => new Date(Date.parse(written) + later) })
  const [wrong] = [...report.refused, ...report.missing]
  if (wrong !== undefined) throw new Error(`The demo's help centre: ${wrong.path}: ${wrong.reason}`)
}
