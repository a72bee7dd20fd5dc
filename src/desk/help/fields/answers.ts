import type { CategoryField } from '../../../db/schema.ts'
import { localeOf, spokenLanguage, t } from '../../../web/i18n.ts'
import { linesOf, type FieldRow } from './rows.ts'

type Asked = Pick<FieldRow, 'kind' | 'options'>

/** The answers that a question can get, in the words in which an editor reads them; undefined where anything can be typed. */
export function answersTo({ kind, options }: Asked): string[] | undefined {
  return kind === 'checkbox' ? [t('guide.yes'), t('guide.no')] : kind === 'choice' ? linesOf(options) : undefined
}

/** An answer as it is kept: that to a checkbox is the same in every language. */
export function keptAnswer({ kind }: Pick<Asked, 'kind'>, typed: string): string {
  if (kind !== 'checkbox') return typed
  return (['yes', 'no'] as const).find(answer => typed.toLowerCase() === answer || isSame(typed, t(`guide.${answer}`))) ?? typed
}

/** A kept answer in the words in which an editor reads it. */
export function shownAnswer({ kind }: Pick<CategoryField, 'kind'>, kept: string): string {
  return kind === 'checkbox' && (kept === 'yes' || kept === 'no') ? t(`guide.${kept}`) : kept
}

/** Small letters will do, and so will those without an accent. */
function isSame(typed: string, word: string): boolean {
  return new Intl.Collator(localeOf(spokenLanguage()), { sensitivity: 'base' }).compare(typed, word) === 0
}
