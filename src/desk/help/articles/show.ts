import type { FastifyInstance, FastifyReply } from 'fastify'
import { accepted } from '../../../attachments/index.ts'
import { scoreOf, type Score } from '../../../help/index.ts'
import type { FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import type { SafeHtml } from '../../../web/markdown/index.ts'
import { toLocal } from '../../../web/zones.ts'
import { allCategories, choicesOf } from '../categories/index.ts'
import type { ArticleView, Conflict } from '../views.ts'
import type { ArticleForm, ArticleValues } from './forms.ts'
import { languageOptions, visibilityOptions } from './options.ts'
import { lineOf, type Arrived } from './receive.ts'
import { intentsFor } from './rules.ts'
import type { Article } from './store.ts'

/** A form as it was received, where it is shown again. */
export interface Received {
  form: FormView<ArticleForm>
  version: number
  /** What its editor saw of the short fields; as it is now where they are told so. */
  was?: Record<string, string> | undefined
  arrived?: Arrived | undefined
  preview?: SafeHtml | undefined
  conflict?: Conflict | undefined
}

/** The article as the form shows it when nobody has touched it. */
export function asItIs({ title, slug, summary, category_id, language, visibility, content, reviewed_on, publish_at }: Article, timeZone: string): ArticleValues {
  return { title, slug, summary, category: category_id ?? 'none', language, visibility, content, note: '', reviewed: reviewed_on ?? '', publish: publish_at === null ? '' : toLocal(publish_at, timeZone) }
}

/** Shows an article to its editors, or one to be written. */
export async function showArticle(app: FastifyInstance, reply: FastifyReply, article: Article | undefined, received?: Received): Promise<FastifyReply> {
  const now = article && asItIs(article, app.config.TIME_ZONE)
  const { form, version, was, arrived, preview, conflict }: Received = received ?? { form: { values: now ?? {}, errors: {} }, version: article?.version ?? 0 }
  const { values, errors } = form
  const score = article && await scoreOf(app.db, article.id)
  const view: ArticleView = {
    article, form, version, preview, conflict,
    was: was ?? seen(now),
    intents: intentsFor(article && { status: article.status, publishAt: article.publish_at }),
    lines: linesOf(reply, arrived),
    known: article?.files.map(lineOf) ?? [],
    filesProblem: arrived === undefined || arrived.problems.length === 0 ? undefined : arrived.problems.join(' '),
    accept: accepted,
    category: { name: 'category', label: t('tickets.category'), options: choicesOf(await allCategories(app.db)), selected: values.category ?? 'none', error: errors.category },
    language: { name: 'language', label: t('desk-help.language'), options: languageOptions(values.language), selected: values.language ?? 'en', error: errors.language },
    visibility: { name: 'visibility', label: t('desk-help.visibility'), options: visibilityOptions(), selected: values.visibility ?? 'everyone', error: errors.visibility },
    zone: app.config.TIME_ZONE,
    score, reasons: score?.reasons.map(inWords) ?? [],
  }
  return reply.request.swapTarget === 'article-form' ? reply.partial('desk/help/_article-form', view) : reply.page('desk/help/article', view)
}

/** What travels hidden beside each field; the text itself is kept as a version. */
function seen(now: ArticleValues | undefined): Record<string, string> {
  if (now === undefined) return {}
  const { content: _content, note: _note, ...short } = now
  return short
}

/** The Markdown of files that were added while this form was open. */
function linesOf({ request: { form } }: FastifyReply, arrived: Arrived | undefined): string[] {
  return [...new Set([...form?.getAll('added') ?? [], ...arrived?.lines ?? []])].filter(line => line.length <= 1_000)
}

/** "It is out of date (3)" */
const inWords = ({ reason, count }: Score['reasons'][number]): string => t('desk-help.reason-count', { reason: t(`vote.reason-${reason}`), count })
