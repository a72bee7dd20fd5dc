import { Type, type Static } from 'typebox'
import { formChecker } from '../web/forms.ts'
import { markdownLimit } from '../web/markdown/index.ts'
import { priorities } from './rules.ts'

const text = (missing: 'tickets.text-missing' | 'tickets.description-missing') =>
  Type.String({ minLength: 1, maxLength: markdownLimit, lines: true, missing, wrong: 'tickets.text-too-long' })
const choice = <Value extends string>(values: readonly Value[], missing: 'tickets.priority-missing' | 'tickets.score-missing') =>
  Type.Enum([...values], { missing, wrong: missing })

/** On one line, and nothing that nobody sees. */
const visible = '^(?:\\t|[^\\p{Cc}\\u2028\\u2029])*$'

const TicketForm = Type.Object({
  category: Type.String({ minLength: 1, maxLength: 200, missing: 'tickets.category-missing', wrong: 'tickets.category-missing' }),
  title: Type.String({ minLength: 1, maxLength: 200, pattern: visible, missing: 'tickets.title-missing', wrong: 'tickets.title-wrong' }),
  description: text('tickets.description-missing'),
  priority: choice(priorities, 'tickets.priority-missing'),
})
const ReplyForm = Type.Object({
  text: text('tickets.text-missing'),
  // Asked on a resolved ticket only; what is not said, or not ours, asks for help.
  purpose: Type.String(),
})
const RatingForm = Type.Object({
  score: choice(['1', '2', '3', '4', '5'], 'tickets.score-missing'),
  words: Type.String({ maxLength: 4_000, wrong: 'tickets.words-too-long' }),
})

const WordsForm = Type.Object({ title: TicketForm.properties.title, description: TicketForm.properties.description })

export type TicketForm = Static<typeof TicketForm>
export type WordsForm = Static<typeof WordsForm>
export type ReplyForm = Static<typeof ReplyForm>
export type RatingForm = Static<typeof RatingForm>

/** So many tickets a person may open. */
export const openingLimit = { tries: 60, seconds: 3_600 }

export const checkTicket = formChecker(TicketForm)
export const checkWords = formChecker(WordsForm)
export const checkReply = formChecker(ReplyForm)
export const checkRating = formChecker(RatingForm)
