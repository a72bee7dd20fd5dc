import { Type, type Static } from 'typebox'
import { priorities, statuses } from '../tickets/index.ts'
import { formChecker, type FormView } from '../web/forms.ts'
import { markdownLimit } from '../web/markdown/index.ts'

const MessageForm = Type.Object({
  text: Type.String({ minLength: 1, maxLength: markdownLimit, lines: true, missing: 'tickets.text-missing', wrong: 'tickets.text-too-long' }),
})
const ChangesForm = Type.Object({
  status: Type.Enum([...statuses], { wrong: 'desk.status-missing' }),
  priority: Type.Enum([...priorities], { wrong: 'tickets.priority-missing' }),
  category: Type.String({ maxLength: 200, wrong: 'tickets.category-missing' }),
  agent: Type.String({ maxLength: 40, wrong: 'desk.agent-missing' }),
  resolution: Type.String({ maxLength: markdownLimit, lines: true, wrong: 'tickets.text-too-long' }),
})

export type MessageForm = Static<typeof MessageForm>
export type ChangesForm = Static<typeof ChangesForm>
type Wanted = FormView<ChangesForm>['values']
/** The same fields, each as text. */
export type Unchanged = Record<keyof ChangesForm, string>

export const checkMessage = formChecker(MessageForm)
export const checkChanges = formChecker(ChangesForm)

const fields = ['status', 'priority', 'category', 'agent', 'resolution'] as const

/** What the agent chose, over the ticket as it is now: what they did not touch is not turned back. */
export function merged<Form extends Wanted>(wanted: Form, form: URLSearchParams | undefined, now: Unchanged): Form {
  const untouched = fields.filter(name => form?.get(`was-${name}`) === wanted[name])
  return { ...wanted, ...Object.fromEntries(untouched.map(name => [name, now[name]])) }
}
