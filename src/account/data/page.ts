import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { handOut } from '../../attachments/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound, tooMany } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { spokenLanguage } from '../../web/i18n.ts'
import { isUuid } from '../../web/submissions.ts'
import { countTry } from '../../web/throttle.ts'
import { askArchive, findArchive, findArchiveFile } from './archives.ts'

const customer = { config: { access: 'customer' } } as const
const aDay = { tries: 3, seconds: 86_400 }

/** /account/data: a copy of all that is somebody's, and the way out. */
export const dataPage: FastifyPluginAsync = async app => {
  app.get('/data', customer, async (request, reply) => {
    const { id, leaving } = signedIn(request)
    return reply.page('account/data', { archive: await findArchive(app.db, id), leaving: leaving ?? undefined })
  })

  app.post('/data/archives', customer, async (request, reply) => {
    const { id } = signedIn(request)
    const last = await findArchive(app.db, id)
    if (last?.state !== 'waiting') {
      const wait = await countTry(app.db, `archive:${id}`, aDay)
      if (wait > 0) throw tooMany(wait)
      await ask(request)
    }
    return goTo(reply.toast('done', 'data.asked'), '/account/data')
  })

  app.get<{ Params: { id: string } }>('/data/archives/:id', customer, async (request, reply) => {
    const person = signedIn(request)
    const { id } = request.params
    const archive = isUuid(id) ? await findArchiveFile(app.db, person.id, id) : undefined
    if (archive === undefined) throw notFound()
    // Who goes on with a download that broke off has been noted before.
    if (request.method === 'GET' && request.headers.range === undefined) reply.raw.once('finish', () => {
      recordActivity(app.db, person, 'data:downloaded').catch((error: unknown) => request.log.warn({ err: error }, 'a download was not recorded'))
    })
    return handOut(reply, app.storage, { ...archive, name: `my-data-${archive.ready_at.toISOString().slice(0, 10)}.zip`, media_type: 'application/zip' }, 'no-store')
  })

  async function ask(request: FastifyRequest): Promise<void> {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => {
      const archiveId = await askArchive(trx, person.id, spokenLanguage())
      if (archiveId === undefined) return
      await app.queue.enqueue(trx, 'make-archive', { archiveId })
      await recordActivity(trx, person, 'data:asked')
    })
  }
}
