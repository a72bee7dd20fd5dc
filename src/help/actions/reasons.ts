import { choice, field, formChecker, text, type FormOf, type FormView } from '../../web/forms.ts'
import { reasons } from '../rules.ts'
import type { Voted } from '../store/votes.ts'

export const checkReason = formChecker({
  helpful: field(choice(['yes', 'no']), { wrong: 'vote.missing' }),
  reason: field(choice(['', ...reasons]), { wrong: 'vote.reason-wrong' }),
  words: field(text(2_000), { wrong: 'vote.words-too-long' }),
})
export type ReasonForm = FormOf<typeof checkReason>

/** What the reader just did: pressed a button, or said why. */
export type VoteState = 'yes' | 'no' | 'told'
const states = ['yes', 'no', 'told'] as const

/** "Was this helpful?" as it stands under one text. */
export interface VoteView {
  /** Of the region; the ids of its fields begin with it. */
  id: string
  /** What it is posted to. */
  action: string
  state: VoteState | undefined
  form: FormView<ReasonForm>
  /** What is wrong, by the id of the field. */
  summary: Record<string, string | undefined>
  /** What can be chosen after no. */
  reasons: typeof reasons
}

/** The address of an article or a question, and of its votes. */
const voteAddress = (kind: Voted, slug: string): string => `/help/${kind}/${encodeURIComponent(slug)}/vote`

/** Under the text with that id; `voted` is what the address says was done. */
export function voteView(kind: Voted, { id: textId, slug }: { id: string; slug: string }, voted?: unknown, form: FormView<ReasonForm> = { values: {}, errors: {} }): VoteView {
  const id = `vote_${textId}`
  const summary = Object.fromEntries(Object.entries(form.errors).map(([name, error]) => [`${id}_${name}`, error]))
  return { id, action: voteAddress(kind, slug), state: states.find(state => state === voted), form, summary, reasons }
}
