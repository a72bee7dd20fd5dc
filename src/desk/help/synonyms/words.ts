import { spokenLanguage, t } from '../../../web/i18n.ts'
import { commaOf } from '../../../web/lists.ts'

const wordsAtMost = 20
const longest = 60

/** A group of words that mean the same, as it is typed: separated by commas. Or a sentence about what is wrong with it. */
export function readWords(typed: string): { words: string[] } | { problem: string } {
  const words = [...new Set(typed.normalize('NFC').toLowerCase().split(/[,;،、\n]/).map(word => word.replace(/\s+/g, ' ').trim()).filter(word => word !== ''))]
  if (words.length < 2) return { problem: t('synonyms.too-few') }
  if (words.length > wordsAtMost) return { problem: t('synonyms.too-many', { most: wordsAtMost }) }
  const wordless = words.find(word => word.length > longest || !/[\p{L}\p{N}]/u.test(word) || /\p{Cc}/u.test(word))
  return wordless === undefined ? { words } : { problem: t('synonyms.wrong', { word: wordless.slice(0, longest), most: longest }) }
}

export const typedWords = (words: string[]): string => words.join(commaOf(spokenLanguage()))
