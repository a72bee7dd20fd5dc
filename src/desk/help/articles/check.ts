import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ArticleText } from '../../../help/index.ts'
import type { FieldErrors, FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import { isUuid } from '../../../web/submissions.ts'
import { fromLocal, today, toLocal } from '../../../web/zones.ts'
import { findCategory } from '../categories/index.ts'
import { chosenSlug } from '../slug.ts'
import { checkArticle, type ArticleForm } from './forms.ts'
import { stateAfter, type Intent, type State } from './rules.ts'
import type { Article } from './store.ts'

/** A form of an article: what to save where it is right, and how to show it again where it is not. */
export interface CheckedArticle { ok: boolean; text: ArticleText; note: string; form: FormView<ArticleForm> }

export async function checked(app: FastifyInstance, { form: posted }: FastifyRequest, intent: Intent, article: Article | undefined): Promise<CheckedArticle> {
  const { TIME_ZONE } = app.config
  const { values, errors: wrong } = checkArticle(posted)
  const { title = '', slug = '', summary = '', category = '', language = '', content = '', note = '', reviewed = '', publish = '' } = values
  const chosen = await chosenSlug(app.db, { kind: 'article', slug, title, own: article?.id })
  const publishAt = timeOf(publish, article, TIME_ZONE)
  const state = stateAfter(intent === 'save' && article?.publish_at != null ? 'schedule' : intent, stateOf(article), publishAt)
  const errors: FieldErrors<ArticleForm> = {
    ...wrong,
    ...('problem' in chosen && wrong.slug === undefined && { slug: chosen.problem }),
    ...(!await isKnown(app, category) && { category: t('desk-help.parent-missing') }),
    ...(!isDay(reviewed) && { reviewed: t('desk-help.reviewed-wrong') }),
    ...(state.status === 'published' && content === '' && { content: t('desk-help.content-missing') }),
    ...scheduleProblems(state, intent, content, article),
  }
  return {
    ok: Object.keys(errors).length === 0, note, form: { values, errors },
    text: {
      title, summary, language, ...state,
      slug: 'slug' in chosen ? chosen.slug : '', content: unlessSame(content, article),
      categoryId: category === 'none' ? null : category, visibility: values.visibility as ArticleText['visibility'],
      reviewedOn: intent === 'review' ? today(TIME_ZONE) : reviewed === '' ? null : reviewed,
    },
  }
}

const stateOf = (article: Article | undefined): State => ({ status: article?.status ?? 'draft', publishAt: article?.publish_at ?? null })

/** Lines that a form leaves out at both ends are no change. */
export const tidy = (content: string): string => content.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
const unlessSame = (content: string, article: Article | undefined) => article !== undefined && tidy(article.content) === content ? article.content : content

/** When it is to be published; null for no time. What was not touched is not read anew. */
function timeOf(typed: string, article: Article | undefined, timeZone: string): Date | null {
  const before = article?.publish_at ?? null
  return before !== null && toLocal(before, timeZone) === typed ? before : fromLocal(typed, timeZone) ?? null
}

function scheduleProblems({ status, publishAt }: State, intent: Intent, content: string, article: Article | undefined): FieldErrors<ArticleForm> {
  const scheduling = intent === 'schedule' || (intent === 'save' && article?.publish_at != null)
  if (!scheduling || status !== 'draft') return {}
  const untouched = publishAt !== null && publishAt === article?.publish_at
  return {
    ...(publishAt === null && { publish: t('desk-help.publish-missing') }),
    ...(publishAt !== null && !untouched && publishAt.getTime() <= Date.now() && { publish: t('desk-help.publish-past') }),
    ...(content === '' && { content: t('desk-help.content-missing') }),
  }
}

async function isKnown({ db }: FastifyInstance, category: string): Promise<boolean> {
  return category === 'none' || (isUuid(category) && await findCategory(db, category) !== undefined)
}

const isDay = (text: string): boolean => text === '' || (!Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text))
