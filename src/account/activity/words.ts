import { browserParts, type ActivityLine } from '../../activity/index.ts'
import type { MessageKey, Translate } from '../../web/i18n.ts'

/** What happened, in the reader's words. What a sentence may ask for is there, if only empty. */
export function sentenceOf(say: Translate, { kind, details }: Pick<ActivityLine, 'kind' | 'details'>): string {
  return say(`activity.${kind.replace(':', '-')}` as MessageKey, { how: '', reference: '', name: '', browser: '', ...details })
}

/** '' where nobody's browser did it. */
export function browserIn(say: Translate, { browser, address }: Pick<ActivityLine, 'browser' | 'address'>): string {
  return browser === '' && address === '' ? '' : say('activity.browser', browserParts(browser))
}
