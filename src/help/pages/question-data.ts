import { dataOf } from '../../web/json-ld.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { Answer } from '../store/answers.ts'

/** What search engines are told of the questions that everyone may read; undefined where there are none. */
export function questionData(answers: Pick<Answer, 'question' | 'text' | 'visibility'>[]): SafeHtml | undefined {
  const open = answers.filter(({ visibility }) => visibility === 'everyone')
  if (open.length === 0) return undefined
  const mainEntity = open.map(({ question, text }) => ({ '@type': 'Question', name: question, acceptedAnswer: { '@type': 'Answer', text } }))
  return dataOf({ '@context': 'https://schema.org', '@type': 'FAQPage', mainEntity })
}
