import { priorities, statuses } from '../tickets/index.ts'
import { choice, field, formChecker, lines, text, type FormOf, type FormView } from '../web/forms.ts'
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
type Wanted = FormView<ChangesForm>['values']
/** The same fields, each as text. */
export type Unchanged = Record<keyof ChangesForm, string>

const fields = ['status', 'priority', 'category', 'agent', 'resolution'] as const

/** What the agent chose, over the ticket as it is now: what they did not touch is not turned back. */
export function merged<Form extends Wanted>(wanted: Form, form: URLSearchParams | undefined, now: Unchanged): Form {
  const untouched = fields.filter(name => form?.get(`was-${name}`) === wanted[name])
  return { ...wanted, ...Object.fromEntries(untouched.map(name => [name, now[name]])) }
}
