import type { Priority } from '../../db/schema.ts'
import type { FileName } from '../files/index.ts'
import type { Who } from '../people.ts'
import type { When } from '../when.ts'

export type Key = string

interface Moment { at: When; who: Who }

/** Something that somebody did on a ticket. */
export type Step = Moment & (
  | { does: 'reply'; text: string; files?: FileName[] }
  /** Writes on a resolved ticket without opening it again. */
  | { does: 'thank'; text: string }
  | { does: 'note'; text: string }
  | { does: 'assign'; to: Who }
  | { does: 'prioritise'; to: Priority }
  | { does: 'resolve'; notes: string }
  | { does: 'close' }
  | { does: 'rate'; score: number; words?: string }
  | { does: 'look' }
) | { at: When; does: 'announce closing' } | { at: When; does: 'close by itself' }

export type StepOf<Does extends Step['does']> = Extract<Step, { does: Does }>

/** A ticket from its opening to where it stands now. */
export interface TicketStory {
  at: When
  who: Who
  title: string
  category: string
  priority: Priority
  text: string
  files?: FileName[]
  /** For tickets that others refer to. */
  key?: Key
  follows?: Key
  steps: Step[]
}

export interface DraftStory {
  at: When
  who: Who
  fields: { category: string; title: string; description: string; priority: Priority }
}
