import { Readable } from 'node:stream'
import type { FastifyPluginAsync } from 'fastify'
import { allActivity, listActivity, type ActivitySelection } from '../../activity/index.ts'
import { disposition } from '../../attachments/index.ts'
import { signedIn } from '../../web/access.ts'
import { csvMark, csvRow, csvType } from '../../web/csv.ts'
import { spokenLanguage, t, translator, type Translate } from '../../web/i18n.ts'
import { addressOf, filtersFor, isNarrowed, readSelection } from './selection.ts'
import { browserIn, sentenceOf } from './words.ts'

const customer = { config: { access: 'customer' } } as const
const aPage = 25

/** /account/activity: what an account did and what was done as it, and the same as CSV. */
export const activity: FastifyPluginAsync = async app => {
  app.get('/activity', customer, async (request, reply) => {
    const selection = readSelection(request.query)
    const say = translator(spokenLanguage())
    const { lines, next } = await listActivity(app.db, signedIn(request).id, selection, aPage)
    const view = {
      filters: filtersFor(selection), narrowed: isNarrowed(selection),
      lines: lines.map(line => ({ sentence: sentenceOf(say, line), browser: browserIn(say, line), address: line.address, at: line.happened_at })),
      links: {
        csv: addressOf('/account/activity.csv', { ...selection, after: '' }),
        first: selection.after === '' ? undefined : addressOf('/account/activity', { ...selection, after: '' }),
        next: next === undefined ? undefined : addressOf('/account/activity', { ...selection, after: next }),
      },
    }
    return request.swapTarget === 'activity-list' ? reply.partial('account/_activity-list', view) : reply.page('account/activity', view)
  })

  app.get('/activity.csv', customer, async (request, reply) => {
    reply.type(csvType).header('content-disposition', disposition({ name: t('activity.file-name'), media_type: csvType }))
    return reply.send(Readable.from(csv(signedIn(request).id, { ...readSelection(request.query), after: '' }, translator(spokenLanguage()))))
  })

  async function *csv(personId: string, selection: ActivitySelection, say: Translate): AsyncGenerator<string> {
    yield csvMark + csvRow([say('activity.when'), say('activity.what'), say('activity.browser-label'), say('activity.address')])
    for await (const lines of allActivity(app.db, personId, selection)) {
      yield lines.map(line => csvRow([line.happened_at.toISOString(), sentenceOf(say, line), browserIn(say, line), line.address])).join('')
    }
  }
}
