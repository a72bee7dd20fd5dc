import type { Storage } from '../../../attachments/index.ts'
import type { Config } from '../../../config.ts'
import type { Db } from '../../../db/connect.ts'
import { readPreferences } from '../../../preferences/index.ts'
import { spokenLanguage, t } from '../../../web/i18n.ts'
import type { Item } from '../views.ts'
import { preferenceItems } from './choices.ts'
import { putFile } from './files.ts'
import { createPages, type Pages } from './html.ts'
import { listsOf } from './lists.ts'
import { findPerson, findSecurity, personItem, securityItems } from './person.ts'
import { jsonOf } from './portions.ts'
import { placed, ticketItems, ticketJson } from './ticket.ts'
import { draftFiles, ticketLines, ticketsOf, type ExportedFile } from './tickets.ts'
import type { Zip } from './zip.ts'

interface Exporting { db: Db; storage: Storage; config: Config; personId: string; zip: Zip }

const json = (data: object) => [`${JSON.stringify(data, null, 2)}\n`]

/** Fills an archive with all that is somebody's: what is read by people begins at index.html, what is read by programs ends in .json. */
export async function fillArchive(exporting: Exporting): Promise<void> {
  const { db, config, personId, zip } = exporting
  const preferences = await readPreferences(db, personId)
  const pages = createPages(config, preferences.ui, spokenLanguage())
  await zip.put('README.txt', [t('export.readme', { site: config.SITE_NAME })])
  await zip.put('index.html', pages.page(t('export.title', { site: config.SITE_NAME }), undefined, [[{ links: await links(db, personId) }]]))
  await putPerson(exporting, pages, preferences)
  for (const list of listsOf(db, personId)) {
    await zip.put(`${list.name}.json`, jsonOf(list.rows()))
    await zip.put(`${list.name}.html`, pages.page(t(`export.${list.name}`), 'index.html', list.items()))
  }
  await putTickets(exporting, pages)
  for await (const files of draftFiles(db, personId)) await putDraftFiles(exporting, files)
}

async function links(db: Db, personId: string): Promise<NonNullable<Item['links']>> {
  return ['profile' as const, 'preferences' as const, 'security' as const, 'tickets' as const, ...listsOf(db, personId).map(({ name }) => name)]
    .map(name => ({ label: t(`export.${name}`), address: `${name}.html` }))
}

async function putPerson({ db, config, storage, personId, zip }: Exporting, pages: Pages, preferences: Awaited<ReturnType<typeof readPreferences>>): Promise<void> {
  const { picture, ...person } = await findPerson(db, personId)
  const security = await findSecurity(db, personId)
  const put = async (name: 'profile' | 'preferences' | 'security', data: object, items: Item[]) => {
    await zip.put(`${name}.json`, json(data))
    await zip.put(`${name}.html`, pages.page(t(`export.${name}`), 'index.html', [items]))
  }
  await put('profile', person, [personItem({ ...person, picture })])
  await put('preferences', preferences, preferenceItems(preferences, config.TIME_ZONE))
  await put('security', security, securityItems(security))
  if (picture !== null) await putFile(zip, storage, 'picture.webp', { storage_key: picture, media_type: 'image/webp' })
}

async function putTickets({ db, storage, personId, zip }: Exporting, pages: Pages): Promise<void> {
  await zip.put('tickets.json', jsonOf(ticketLines(db, personId)))
  await zip.put('tickets.html', pages.page(t('export.tickets'), 'index.html', lines(db, personId)))
  for await (const ticket of ticketsOf(db, personId)) {
    const folder = `tickets/${ticket.reference}`
    const files = placed(ticket.files)
    await zip.put(`${folder}/ticket.json`, json(ticketJson(ticket, files)))
    await zip.put(`${folder}/index.html`, pages.page(`#${ticket.reference} ${ticket.title}`, '../../tickets.html', [ticketItems(ticket, files, personId)]))
    for (const { file, path } of files) await putFile(zip, storage, `${folder}/${path}`, file)
  }
}

async function *lines(db: Db, personId: string): AsyncGenerator<Item[]> {
  for await (const tickets of ticketLines(db, personId)) {
    yield tickets.map(({ reference, title, status, created_at }) => ({
      at: created_at,
      facts: [[t('export.status'), t(`status.${status}`)]],
      links: [{ label: `#${reference} ${title}`, address: `tickets/${reference}/index.html` }],
    }))
  }
}

/** Each in a folder of its draft. */
async function putDraftFiles({ storage, zip }: Exporting, files: ExportedFile[]): Promise<void> {
  for (const { file, path } of files.flatMap(file => placed([file]))) await putFile(zip, storage, `drafts/${file.draft_id}/${file.id}/${path}`, file)
}
