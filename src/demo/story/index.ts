import { adaNow } from './ada-now.ts'
import { adaPast } from './ada-past.ts'
import { adaWeeks } from './ada-weeks.ts'
import { carls } from './carl.ts'
import type { TicketStory } from './types.ts'

export { drafts } from './ada-now.ts'
export type { DraftStory, Key, Step, StepOf, TicketStory } from './types.ts'

export const stories: TicketStory[] = [...adaPast, ...adaWeeks, ...adaNow, ...carls]
