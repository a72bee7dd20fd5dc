import type { FastifyInstance, FastifyReply } from 'fastify'
import { pagesBeside } from '../../../web/paging.ts'
import { groupsAtMost, listGroups } from './store.ts'
import { typedWords } from './words.ts'

/** A group's form as it was received, or nothing yet; without an id it is that of a new group. */
export interface Typed { id: string | undefined; words: string; version: number; problem: string | undefined }

export interface SynonymsView {
  added: Typed
  groups: (Typed & { id: string })[]
  page: number
  previous: string | undefined
  next: string | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'desk/help/synonyms': SynonymsView
    'desk/help/_synonym-form': { typed: Typed; label: string; page: number }
  }
}

/** Shows a page of the groups, one of them as it was typed. */
export async function showSynonyms(app: FastifyInstance, reply: FastifyReply, page: number, typed?: Typed): Promise<FastifyReply> {
  const found = await listGroups(app.db, page)
  const groups = found.slice(0, groupsAtMost).map(({ id, words, version }) =>
    typed?.id === id ? { ...typed, id } : { id, words: typedWords(words), version, problem: undefined })
  // It may have moved to another page meanwhile.
  const elsewhere = typed?.id !== undefined && !groups.some(({ id }) => id === typed.id) ? [{ ...typed, id: typed.id }] : []
  return reply.page('desk/help/synonyms', {
    added: typed !== undefined && typed.id === undefined ? typed : { id: undefined, words: '', version: 0, problem: undefined },
    groups: [...elsewhere, ...groups], page, ...pagesBeside('/desk/help/synonyms', page, found.length > groupsAtMost),
  })
}
