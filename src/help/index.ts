import type { FastifyPluginAsync } from 'fastify'
import { actions } from './actions/index.ts'
import { guide } from './guide/index.ts'
import { pages } from './pages/index.ts'
import { questionPages } from './pages/questions.ts'
import { sharing } from './shared.ts'
import { uses } from './uses.ts'

export { counts } from './counts.ts'
export { kindOf, readCategories } from './store/categories.ts'
export type { Category } from './tree.ts'
export { openMemory, type HelpMemory } from './memory.ts'
export { announce } from './changes.ts'
export { fieldKinds, publications, visibilities, type Reason } from './rules.ts'
export { isReserved, isSlug, questionAddress, slugOf } from './slugs.ts'
export { topQuestions } from './top-questions.ts'
export type { TopQuestion } from './questions-views.ts'
export { changeQuestion, createQuestion, freeQuestionSlug, moveQuestion, renderAnswer, type QuestionText } from './store/questions.ts'
export { scoreOf, scoreOfQuestion, type Score } from './store/votes.ts'
export { sweepCounts } from './store/counts.ts'
export { publishDue } from './store/due.ts'
export { freeSlug, rememberSlug } from './store/slugs.ts'
export { makeUnmade } from './store/unmade.ts'
export { fileAddress, storeFile, type HelpFile, type Refusal } from './store/file-store.ts'
export { sweepHelpFiles } from './store/unused-files.ts'
export { sweepGuides } from './guide/index.ts'
export { changeArticle, createArticle, renderArticle, type ArticleText, type Edit } from './store/write.ts'

/**
 * Answers without asking: the help centre, its search, questions, votes, and the guide that leads to an answer or a ticket.
 * Import and export have doors of their own: a process that serves pages need not hold them.
 */
export const help: FastifyPluginAsync = async app => {
  await app.register(sharing)
  await app.register(uses)
  await app.register(pages)
  await app.register(questionPages)
  await app.register(actions)
  await app.register(guide)
}
