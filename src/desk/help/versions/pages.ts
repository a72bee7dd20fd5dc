import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import { notFound } from '../../../web/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { articleOr404, type Article } from '../articles/index.ts'
import { changesBetween } from './changes.ts'
import { findPair, listVersions, type Version } from './store.ts'

type Id = { Params: { id: string } }
type Numbered = { Params: { id: string; number: string }; Querystring: { with?: unknown } }
const agent = { config: { access: 'agent' } } as const
const highest = 2_147_483_647

export const pages: FastifyPluginAsync = async app => {
  app.get<Id & { Querystring: { before?: unknown } }>('/articles/:id/versions', agent, async ({ params, query }, reply) => {
    const article = await articleOr404(app, params.id)
    const before = numberOf(query.before) ?? highest
    const narrowed = before !== highest
    const { versions, next } = await listVersions(app.db, article.id, before)
    return reply.page('desk/help/versions', { article, versions, next, narrowed, last: narrowed ? undefined : versions[0]?.number })
  })

  app.get<Numbered>('/articles/:id/versions/:number', agent, async ({ params, query }, reply) =>
    showVersion(app, reply, await articleOr404(app, params.id), params.number, query.with))

  // An address that is only posted to leads back.
  app.get<Numbered>('/articles/:id/versions/:number/restoration', agent, async ({ params }, reply) =>
    goTo(reply, `/desk/help/articles/${params.id}/versions/${params.number}`))
}

/** Shows a version, and what is different from the one before it or from any other. */
export async function showVersion(app: FastifyInstance, reply: FastifyReply, article: Article, asked: string, compared?: unknown, conflict?: string): Promise<FastifyReply> {
  const { version, other } = await versionOr404(app, article, asked, numberOf(compared))
  const { versions } = await listVersions(app.db, article.id, highest)
  const [older, newer] = other !== undefined && other.number > version.number ? [version, other] : [other, version]
  return reply.page('desk/help/version', {
    article, version, conflict,
    last: versions[0]?.number,
    older: older?.number, newer: newer.number,
    changes: changesBetween(older, newer),
    others: {
      name: 'with', label: t('desk-help.compare-with'), selected: other && String(other.number),
      options: versions.filter(({ number }) => number !== version.number).map(({ number, note }) => ({ value: String(number), label: labelOf(number, note) })),
    },
  })
}

/** The version of that number and the one beside it, or the page that says there is none. */
export async function versionOr404({ db }: FastifyInstance, article: Article, asked: string, compared?: number): Promise<{ version: Version; other: Version | undefined }> {
  const { version, other } = await findPair(db, article.id, numberOf(asked) ?? 0, compared)
  if (version === undefined) throw notFound('desk-help.no-such-version')
  return { version, other }
}

function labelOf(number: number, note: string): string {
  const name = t('desk-help.version', { number })
  return note === '' ? name : t('layout.pair', { name, value: note })
}

function numberOf(text: unknown): number | undefined {
  const number = typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : undefined
  return number !== undefined && number <= highest ? number : undefined
}
