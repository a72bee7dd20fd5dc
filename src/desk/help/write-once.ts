import type { FastifyRequest } from 'fastify'
import type { Db, Trx } from '../../db/connect.ts'
import { isTaken } from '../../db/taken.ts'
import { signedIn } from '../../web/access.ts'
import { once, submissionOf } from '../../web/submissions.ts'
import { Changed } from '../../web/versions.ts'

/** What became of a form; `result` is what the act returned, or what it did when the form was first sent. */
export interface Written { state: 'done' | 'changed' | 'taken'; result: string }

/** Acts once for the form; or says that somebody else was faster, with the text or with the slug. Nothing is written then. */
export async function writeOnce(db: Db, request: FastifyRequest, act: (trx: Trx) => Promise<string>): Promise<Written> {
  try {
    const { changed, result } = await once(db, signedIn(request).id, submissionOf(request.form), contentOf(request), act)
    return { state: changed ? 'changed' : 'done', result }
  } catch (error) {
    if (error instanceof Changed) return { state: 'changed', result: '' }
    if (isSlugTaken(error)) return { state: 'taken', result: '' }
    throw error
  }
}

const own = new Set(['_csrf', 'author', 'submission', 'parked'])

/** What the form says, and where it was sent. */
const contentOf = ({ form, url }: FastifyRequest): string => JSON.stringify([url, [...form ?? []].filter(([name]) => !own.has(name))])

/** Somebody took the slug between our look and our write. */
const isSlugTaken = (error: unknown): boolean => isTaken(error) && String((error as { constraint?: unknown }).constraint).includes('slug')
