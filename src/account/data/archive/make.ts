import type { Storage } from '../../../attachments/index.ts'
import type { Config } from '../../../config.ts'
import type { Db } from '../../../db/connect.ts'
import type { Queue } from '../../../jobs/queue.ts'
import { notify } from '../../../notifications/index.ts'
import { readUi } from '../../../preferences/index.ts'
import { dates } from '../../../web/dates.ts'
import { languages, speaking, spokenLanguage } from '../../../web/i18n.ts'
import { findAsked, finishArchive, type Asked } from '../archives.ts'
import { fillArchive } from './contents.ts'
import { zipInto } from './zip.ts'

interface ArchiveNeeds { db: Db; storage: Storage; config: Config; queue: Queue }

/** Makes the archive that was asked for and tells of it. Tried again after a failure, it begins anew; what is made already is not made twice. */
export async function makeArchive(needs: ArchiveNeeds, archiveId: string): Promise<void> {
  const asked = await findAsked(needs.db, archiveId)
  if (asked === undefined) return
  const language = languages.find(known => known === asked.language) ?? needs.config.SITE_LANGUAGE
  await speaking(language, () => make(needs, asked))
}

async function make({ db, storage, config, queue }: ArchiveNeeds, { id, profile_id: personId, ui_preferences }: Asked): Promise<void> {
  const received = await zipInto(storage, zip => fillArchive({ db, storage, config, personId, zip }))
  try {
    const { bytes, sha256 } = received
    const storage_key = await storage.keep(received)
    const expires = await db.transaction().execute(async trx => {
      const expires = await finishArchive(trx, id, { storage_key, sha256, bytes })
      if (expires === undefined) return undefined
      const ui = readUi(ui_preferences)
      const { day } = dates({ ...ui, language: spokenLanguage(), timeZone: ui.timeZone === '' ? config.TIME_ZONE : ui.timeZone })
      await notify(queue, trx, { profileId: personId, event: 'security', kind: 'archive-ready', details: { day: day(expires) }, cause: `archive ${id}` })
      return expires
    })
    if (expires === undefined) await storage.remove(storage_key)
  } finally {
    await storage.discard(received)
  }
}
