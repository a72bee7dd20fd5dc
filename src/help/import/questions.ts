import { join } from 'node:path'
import { parse } from 'yaml'
import { announce } from '../changes.ts'
import { slugOf } from '../slugs.ts'
import { changeQuestion, createQuestion, freeQuestionSlug, renderAnswer, type QuestionText } from '../store/questions.ts'
import { shortText } from './bytes.ts'
import { isRecord } from './front-matter.ts'
import type { Options, Services } from './options.ts'
import { meaningOf, type Defaults } from './page.ts'
import { withLinks, type Places } from './rewrite.ts'
import { lineOf } from './titles.ts'
import type { Tree } from './tree.ts'

interface Plan { tree: Tree; places: Places; defaults: Defaults; named: Map<string, string>; options: Options }

const longestAnswer = 64_000
/** Of the whole file. */
const megabytes = 10

/** Brings in the questions of the tree's `questions.yaml`: what asks the same (by its slug) is the same. */
export async function importQuestions(services: Services, plan: Plan): Promise<void> {
  const { places: { report }, options } = plan
  for (const [at, said] of (await listIn(plan, 'questions')).entries()) {
    if (options.signal?.aborted === true) return
    const path = `questions.yaml, number ${at + 1}`
    const [question, answer] = isRecord(said) ? [lineOf(said['question'], 300), typeof said['answer'] === 'string' ? said['answer'].trim() : ''] : ['', '']
    if (!isRecord(said) || question === '' || answer === '') report.refuse(path, 'it has no question, or no answer')
    else if (answer.length > longestAnswer) report.refuse(path, `its answer is longer than ${longestAnswer} characters`)
    else await keep(services, plan, path, await textOf(plan, said, question, answer))
  }
}

async function textOf({ places, defaults, named }: Plan, said: Record<string, unknown>, question: string, answer: string): Promise<QuestionText> {
  const { slug = slugOf(question), category, status, visibility, language } = meaningOf(said, defaults)
  const written = (await withLinks(places, 'questions.yaml', answer, 0)).replaceAll('\0', '').toWellFormed()
  return { question, slug, answer: written, categoryId: named.get(category ?? '') ?? null, status, visibility, language }
}

async function keep(services: Services, { places: { report }, options }: Plan, path: string, text: QuestionText): Promise<void> {
  const { db } = services
  const before = await db.selectFrom('kb_questions').selectAll().where('slug', '=', text.slug).executeTakeFirst()
  const { categoryId, ...rest } = text
  const same = before !== undefined && before.category_id === categoryId && Object.entries(rest).every(([key, value]) => before[key as keyof typeof rest] === value)
  if (same) return void report.questions.unchanged++
  if (before !== undefined && before.updated_by !== null && options.overwrite !== true) {
    return void report.conflicts.push({ path, reason: `“${before.question}” was edited here` })
  }
  const rendered = await renderAnswer(services, text.answer, 'import')
  const slug = before?.slug ?? await freeQuestionSlug(db, text.slug)
  const { authorId = null } = options
  const written = await db.transaction().execute<unknown>(async trx => before === undefined
    ? createQuestion(trx, { ...text, slug }, rendered, authorId)
    : changeQuestion(trx, before.id, before.version, text, rendered, authorId))
  if (written === undefined) report.conflicts.push({ path, reason: `“${text.question}” was edited here meanwhile` })
  else report.questions[before === undefined ? 'created' : 'changed']++
}

/** Adds the groups of the tree's `synonyms.yaml` that are not there yet. */
export async function importSynonyms({ db }: Services, plan: Plan): Promise<void> {
  const groups = (await listIn(plan, 'synonyms')).map(group => Array.isArray(group) ? group.map(word => lineOf(word, 60).toLowerCase()).filter(word => word !== '') : [])
  const keyOf = (words: string[]) => words.toSorted().join('\n')
  const known = new Set((await db.selectFrom('synonyms').select('words').execute()).map(({ words }) => keyOf(words)))
  const fresh = groups.filter(words => words.length > 1 && words.length <= 50 && !known.has(keyOf(words)))
  if (fresh.length > 0) {
    await db.transaction().execute(async trx => {
      await trx.insertInto('synonyms').values(fresh.map(words => ({ words }))).execute()
      await announce(trx)
    })
  }
  plan.places.report.synonyms = groups.filter(words => words.length > 1).length
}

async function listIn({ tree, places: { report } }: Plan, name: string): Promise<unknown[]> {
  const path = [`${name}.yaml`, `${name}.yml`].find(path => tree.files.has(path))
  if (path === undefined) return []
  try {
    const said: unknown = parse(await shortText(join(tree.root, path), megabytes), { logLevel: 'error' })
    if (Array.isArray(said)) return said
    report.note(path, 'it is no list: left out')
  } catch (error) {
    report.refuse(path, `it cannot be read: ${(error as Error).message.split('\n')[0] ?? ''}`)
  }
  return []
}
