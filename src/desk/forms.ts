import { Type, type Static } from 'typebox'
import { priorities, statuses } from '../tickets/index.ts'
import { formChecker } from '../web/forms.ts'
import { markdownLimit } from '../web/markdown/index.ts'

const MessageForm = Type.Object({
  text: Type.String({ minLength: 1, maxLength: markdownLimit, missing: 'tickets.text-missing', wrong: 'tickets.text-too-long' }),
})
const ChangesForm = Type.Object({
  status: Type.Union(statuses.map(value => Type.Literal(value)), { wrong: 'desk.status-missing' }),
  priority: Type.Union(priorities.map(value => Type.Literal(value)), { wrong: 'tickets.priority-missing' }),
  category: Type.String({ maxLength: 200, wrong: 'tickets.category-missing' }),
  agent: Type.String({ maxLength: 40, wrong: 'desk.agent-missing' }),
  resolution: Type.String({ maxLength: markdownLimit, wrong: 'tickets.text-too-long' }),
})

export type MessageForm = Static<typeof MessageForm>
export type ChangesForm = Static<typeof ChangesForm>

export const checkMessage = formChecker(MessageForm)
export const checkChanges = formChecker(ChangesForm)
