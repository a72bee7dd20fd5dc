import type { FastifyPluginAsync } from 'fastify'
import { readUi } from '../preferences/index.ts'
import { notFound, tooMany } from '../web/errors.ts'
import { translator, type Language, type Translate } from '../web/i18n.ts'
import { countTry, networkOf } from '../web/throttle.ts'
import { escapedXml, xmlDeclaration } from '../web/xml.ts'
import { findFeedOwner } from './feeds.ts'
import { addressOf, sentenceOf } from './sentences.ts'
import { listForFeed, type Notification } from './store.ts'

const entriesAtMost = 50
const polls = { tries: 60, seconds: 900 }

/** /feeds/<token>.xml: a person's news as Atom (RFC 4287), for programs that cannot sign in. */
export const feed: FastifyPluginAsync = async app => {
  const { baseUrl, SITE_NAME: site, SITE_LANGUAGE } = app.config

  app.get<{ Params: { file: string } }>('/feeds/:file', { config: { access: 'anyone', session: false } }, async (request, reply) => {
    const wait = await countTry(app.db, `feed:${networkOf(request.ip)}`, polls)
    if (wait > 0) throw tooMany(wait)
    const [, token] = /^([\w-]{43})\.xml$/.exec(request.params.file) ?? []
    const owner = token === undefined ? undefined : await findFeedOwner(app.db, token)
    if (owner === undefined) throw notFound()
    const language = readUi(owner.ui_preferences).language || SITE_LANGUAGE
    const news = await listForFeed(app.db, owner.id, entriesAtMost)
    return reply.type('application/atom+xml; charset=utf-8').header('cache-control', 'private, max-age=300').header('x-robots-tag', 'noindex')
      .send(atomOf({ id: owner.feedId, self: `${baseUrl}/feeds/${token}.xml`, baseUrl, site, language, say: translator(language) }, news))
  })
}

interface Feed { id: string; self: string; baseUrl: string; site: string; language: Language; say: Translate }

function atomOf(feed: Feed, news: Notification[]): string {
  const { id, self, baseUrl, site, language, say } = feed
  return `${xmlDeclaration}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>urn:uuid:${id}</id>
<title>${escapedXml(say('notifications.feed-title', { site }))}</title>
<link rel="self" type="application/atom+xml" href="${escapedXml(self)}"/>
<link rel="alternate" type="text/html" href="${escapedXml(`${baseUrl}/notifications`)}"/>
<updated>${(news[0]?.at ?? new Date(0)).toISOString()}</updated>
<author><name>${escapedXml(site)}</name></author>
${news.map(item => entryOf(feed, item)).join('\n')}
</feed>
`
}

function entryOf({ baseUrl, say }: Feed, item: Notification): string {
  return `<entry>
<id>urn:uuid:${item.id}</id>
<title>${escapedXml(sentenceOf(say, item))}</title>
<link rel="alternate" type="text/html" href="${escapedXml(baseUrl + addressOf(item))}"/>
<updated>${item.at.toISOString()}</updated>
</entry>`
}
