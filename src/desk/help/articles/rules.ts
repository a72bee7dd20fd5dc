import type { Publication } from '../../../db/schema.ts'

/** What an editor can want done with an article. */
export const intents = ['save', 'publish', 'schedule', 'draft', 'archive', 'review', 'preview', 'upload'] as const
export type Intent = (typeof intents)[number]

/** As an article is published: scheduled is a draft with its time. */
export interface State { status: Publication; publishAt: Date | null }

/** Which buttons an article has, the usual one first; `undefined` is one still to be made. */
export function intentsFor(state: State | undefined): Intent[] {
  if (state === undefined) return ['save', 'publish', 'schedule', 'preview']
  if (state.status === 'published') return ['save', 'review', 'preview', 'draft', 'archive']
  if (state.status === 'archived') return ['save', 'publish', 'draft', 'preview']
  return state.publishAt === null ? ['save', 'publish', 'schedule', 'preview', 'archive'] : ['save', 'schedule', 'publish', 'draft', 'preview', 'archive']
}

/** What the article is once that is done. */
export function stateAfter(intent: Intent, before: State, publishAt: Date | null): State {
  if (intent === 'publish') return { status: 'published', publishAt: null }
  if (intent === 'schedule') return { status: 'draft', publishAt }
  if (intent === 'draft') return { status: 'draft', publishAt: null }
  if (intent === 'archive') return { status: 'archived', publishAt: null }
  return before
}
