import type { FastifyRequest } from 'fastify'
import type { Db, Trx } from '../../db/connect.ts'
import { signedIn } from '../../web/access.ts'
import type { FormView } from '../../web/forms.ts'
import { once, submissionOf } from '../../web/submissions.ts'

/** The text is not as its editor saw it; nothing was written. */
export class Changed extends Error {}

/** What became of a form; `result` is what the act returned, or what it did when the form was first sent. */
export interface Written { state: 'done' | 'changed' | 'taken'; result: string }

/** Acts once for the form; or says that somebody else was faster, with the text or with the slug. Nothing is written then. */
export async function writeOnce(db: Db, request: FastifyRequest, act: (trx: Trx) => Promise<string>): Promise<Written> {
  try {
    const { changed, result } = await once(db, signedIn(request).id, submissionOf(request.form), contentOf(request), act)
    return { state: changed ? 'changed' : 'done', result }
  } catch (error) {
    if (error instanceof Changed) return { state: 'changed', result: '' }
    if (isTaken(error)) return { state: 'taken', result: '' }
    throw error
  }
}

const own = new Set(['_csrf', 'author', 'submission', 'parked'])

/** What the form says, and where it was sent. */
export const contentOf = ({ form, url }: FastifyRequest): string => JSON.stringify([url, [...form ?? []].filter(([name]) => !own.has(name))])

/** Which version the editor saw who sent this form; 0 where it does not say. */
export function seenVersion({ form }: FastifyRequest): number {
  const version = form?.get('version') ?? ''
  return /^\d{1,9}$/.test(version) ? Number(version) : 0
}

/** What the editor saw of each field travels beside it, by name. */
export function seenFields({ form }: FastifyRequest): Record<string, string> {
  return Object.fromEntries([...form ?? []].filter(([name]) => name.startsWith('was-')).map(([name, value]) => [name.slice('was-'.length), value]))
}

/** What the editor typed, over what is there now: what they did not touch is not turned back. `was` is what they saw. */
export function overNow<Fields>(typed: FormView<Fields>['values'], was: (name: string) => string | null | undefined, now: FormView<Fields>['values']): FormView<Fields>['values'] {
  const names = Object.keys(now) as (keyof Fields & string)[]
  const untouched = names.filter(name => was(name) === typed[name])
  return { ...typed, ...Object.fromEntries(untouched.map(name => [name, now[name]])) }
}

/** Somebody took the slug between our look and our write. */
function isTaken(error: unknown): boolean {
  const { code, constraint = '' } = (typeof error === 'object' && error !== null ? error : {}) as { code?: string; constraint?: string }
  return code === '23505' && constraint.includes('slug')
}
