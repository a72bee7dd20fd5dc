import { choice, field, formChecker, line, lines, text, trimmed, type FormOf } from '../web/forms.ts'
import { markdownLimit } from '../web/markdown/index.ts'
import { priorities } from './rules.ts'

const title = field(line(200), { missing: 'tickets.title-missing', wrong: 'tickets.title-wrong' })
const description = field(lines(markdownLimit), { missing: 'tickets.description-missing', wrong: 'tickets.text-too-long' })

export const checkTicket = formChecker({
  category: field(text(200), { missing: 'tickets.category-missing', wrong: 'tickets.category-missing' }),
  title,
  description,
  priority: field(choice(priorities), { wrong: 'tickets.priority-missing' }),
})
export const checkWords = formChecker({ title, description })
export const checkReply = formChecker({
  text: field(lines(markdownLimit), { missing: 'tickets.text-missing', wrong: 'tickets.text-too-long' }),
  // Asked on a resolved ticket only; what is not said, or not ours, asks for help.
  purpose: trimmed,
})
export const checkRating = formChecker({
  score: field(choice(['1', '2', '3', '4', '5']), { wrong: 'tickets.score-missing' }),
  words: field(text(4_000), { wrong: 'tickets.words-too-long' }),
})

export type TicketForm = FormOf<typeof checkTicket>
export type WordsForm = FormOf<typeof checkWords>
export type ReplyForm = FormOf<typeof checkReply>
export type RatingForm = FormOf<typeof checkRating>

/** So many tickets a person may open. */
export const openingLimit = { tries: 60, seconds: 3_600 }
