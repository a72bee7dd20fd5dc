import { priorities, statuses } from '../tickets/index.ts'
import { choice, field, formChecker, lines, text, type FormOf } from '../web/forms.ts'
import { markdownLimit } from '../web/markdown/index.ts'

export const checkMessage = formChecker({
  text: field(lines(markdownLimit), { missing: 'tickets.text-missing', wrong: 'tickets.text-too-long' }),
})
export const checkChanges = formChecker({
  status: field(choice(statuses), { wrong: 'desk.status-missing' }),
  priority: field(choice(priorities), { wrong: 'tickets.priority-missing' }),
  category: field(text(200), { wrong: 'tickets.category-missing' }),
  agent: field(text(40), { wrong: 'desk.agent-missing' }),
  resolution: field(lines(markdownLimit), { wrong: 'tickets.text-too-long' }),
})

export type MessageForm = FormOf<typeof checkMessage>
export type ChangesForm = FormOf<typeof checkChanges>
/** The same fields, each as text. */
export type Unchanged = Record<keyof ChangesForm, string>
