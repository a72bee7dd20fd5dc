import type { FastifyPluginAsync } from 'fastify'
import type { Config } from '../../config.ts'
import { t } from '../../web/i18n.ts'
import { escapedXml, xmlDeclaration } from '../../web/xml.ts'
import { listLatest, listPublic } from '../store/articles.ts'
import { readCategories } from '../store/categories.ts'
import { scriptOf } from './article-parts.ts'

/** Nobody's own: no session is looked for. */
const shared = { config: { access: 'anyone', session: false, shared: {} } } as const
const entriesAtMost = 50
/** A sitemap has at most 50,000 addresses. */
const addressesAtMost = 49_000

/** /robots.txt, /sitemap.xml, /help/feed.xml: the help centre for machines; all of it what everybody may read. */
export const feeds: FastifyPluginAsync = async app => {
  const { config } = app

  app.get('/robots.txt', { config: { access: 'anyone', session: false } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=3600').send(`User-agent: *\nAllow: /\n\nSitemap: ${config.baseUrl}/sitemap.xml\n`))

  app.get('/sitemap.xml', shared, async (_request, reply) => {
    const { bySlug } = await readCategories(app, null)
    const articles = await listPublic(app.db, addressesAtMost - bySlug.size)
    const urls = [...['/', '/help', '/help/questions', ...[...bySlug.keys()].map(slug => `/help/${encodeURIComponent(slug)}`)].map(path => urlOf(config, path)),
      ...articles.map(({ slug, changed_at }) => urlOf(config, `/help/articles/${encodeURIComponent(slug)}`, changed_at))]
    return reply.type('application/xml; charset=utf-8').send(`${xmlDeclaration}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`)
  })

  app.get('/help/feed.xml', shared, async (_request, reply) => {
    const entries = await listLatest(app.db, null, entriesAtMost)
    return reply.type('application/atom+xml; charset=utf-8').send(feedOf(config, entries))
  })
}

type Site = Pick<Config, 'baseUrl' | 'SITE_NAME'>
type Latest = Awaited<ReturnType<typeof listLatest>>

function urlOf({ baseUrl }: Site, path: string, changed?: Date): string {
  return `<url><loc>${escapedXml(baseUrl + path)}</loc>${changed === undefined ? '' : `<lastmod>${changed.toISOString()}</lastmod>`}</url>`
}

function feedOf(site: Site, entries: Latest): string {
  const { baseUrl, SITE_NAME } = site
  const self = `${baseUrl}/help/feed.xml`
  return `${xmlDeclaration}<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escapedXml(self)}</id>
<title>${escapedXml(t('help.feed-title', { site: SITE_NAME }))}</title>
<link rel="self" type="application/atom+xml" href="${escapedXml(self)}"/>
<link rel="alternate" type="text/html" href="${escapedXml(`${baseUrl}/help`)}"/>
<updated>${(entries[0]?.changed_at ?? new Date(0)).toISOString()}</updated>
<author><name>${escapedXml(SITE_NAME)}</name></author>
${entries.map(entry => entryOf(site, entry)).join('\n')}
</feed>
`
}

function entryOf({ baseUrl }: Site, { id, slug, title, summary, beginning, language, published_at, created_at, changed_at }: Latest[number]): string {
  const { lang } = scriptOf(language)
  return `<entry${lang === '' ? '' : ` xml:lang="${lang}"`}>
<id>urn:uuid:${id}</id>
<title>${escapedXml(title)}</title>
<link rel="alternate" type="text/html" href="${escapedXml(`${baseUrl}/help/articles/${encodeURIComponent(slug)}`)}"/>
<published>${(published_at ?? created_at).toISOString()}</published>
<updated>${changed_at.toISOString()}</updated>
<summary>${escapedXml(summary === '' ? beginning : summary)}</summary>
</entry>`
}
