import type { CategoryField } from '../../db/schema.ts'
import { checkWords, pathOf, priorities, rootsOf, type AskedCategory } from '../../tickets/index.ts'
import { nameOf, problemOf, type Answers } from './answers.ts'

/** One page of the guide: the last part of its address, and what it asks of the category's own questions. */
export interface Step { name: string; fields: CategoryField[] }

/** Stands for none of the sub-categories: no address of one is that. */
export const noneOfThem = '-'
/** So many questions get a page each; more share pages. */
const pagesAtMost = 3

/** The pages of the guide in their order, as far as the answers tell; what nobody needs to be asked is left out. */
export function stepsOf(categories: AskedCategory[], answers: Answers): Step[] {
  const plain = (name: string): Step => ({ name, fields: [] })
  return [
    ...rootsOf(categories).length > 0 ? [plain('about')] : [],
    ...finerOf(categories, answers).length > 0 ? [plain('exactly')] : [],
    ...detailsOf(categories, answers),
    plain('words'),
    ...answers['found'] === '0' ? [] : [plain('answers')],
    plain('priority'), plain('files'), plain('check'),
  ]
}

/** Where somebody with these answers is: the first page that still has to be answered. */
export function firstMissing(categories: AskedCategory[], answers: Answers): number {
  return stepsOf(categories, answers).findIndex(step => !isAnswered(step, categories, answers))
}

/** The finest category that was chosen. */
export function chosenCategory(categories: AskedCategory[], answers: Answers): AskedCategory | undefined {
  const finer = finerOf(categories, answers).find(({ slug }) => slug === answers['exactly'])
  return finer ?? rootsOf(categories).find(({ slug }) => slug === answers['about'])
}

/** All that hangs below the chosen root. */
export function finerOf(categories: AskedCategory[], answers: Answers): AskedCategory[] {
  const root = rootsOf(categories).find(({ slug }) => slug === answers['about'])
  return root === undefined ? [] : categories.filter(category => category !== root && pathOf(categories, category)[0] === root)
}

/** The category's own questions that these answers lead to, in the order they are asked. */
export function askedFields(categories: AskedCategory[], answers: Answers): CategoryField[] {
  return detailsOf(categories, answers).flatMap(({ fields }) => fields)
}

function isAnswered({ name, fields }: Step, categories: AskedCategory[], answers: Answers): boolean {
  const said = answers[name]
  if (name === 'about') return rootsOf(categories).some(({ slug }) => slug === said)
  if (name === 'exactly') return said === noneOfThem || finerOf(categories, answers).some(({ slug }) => slug === said)
  if (name === 'words') return checkWords(new URLSearchParams(answers)).ok
  if (name === 'priority') return priorities.some(priority => priority === said)
  if (name === 'check') return false
  return fields.length === 0 ? said !== undefined : fields.every(field => problemOf(field, answers[nameOf(field)]) === undefined)
}

/** Few questions get a page each. More share one with all that can be asked at the same time: what depends on an answer comes after it. */
function detailsOf(categories: AskedCategory[], answers: Answers): Step[] {
  const fields = fieldsOf(categories, answers)
  const groups = fields.length <= pagesAtMost ? fields.map(field => [field]) : [...Map.groupBy(fields, field => depthOf(field, fields)).entries()].sort(([a], [b]) => a - b).map(([, group]) => group)
  return groups
    .map((group, at) => ({ name: `details-${at + 1}`, fields: group.filter(field => fits(field, fields, answers)) }))
    .filter(step => step.fields.length > 0)
}

/** A category without questions of its own asks those of the one above it. */
function fieldsOf(categories: AskedCategory[], answers: Answers): CategoryField[] {
  const category = chosenCategory(categories, answers)
  return category === undefined ? [] : pathOf(categories, category).findLast(({ fields }) => fields.length > 0)?.fields ?? []
}

/** What a question depends on: one that comes before it. */
function reasonOf(field: CategoryField, fields: CategoryField[]): CategoryField | undefined {
  return fields.slice(0, fields.indexOf(field)).find(({ key }) => key === field.shownIf?.key)
}

function depthOf(field: CategoryField, fields: CategoryField[]): number {
  const reason = reasonOf(field, fields)
  return reason === undefined ? 0 : 1 + depthOf(reason, fields)
}

function fits(field: CategoryField, fields: CategoryField[], answers: Answers): boolean {
  const reason = reasonOf(field, fields)
  if (reason === undefined) return true
  const said = answers[nameOf(reason)] ?? ''
  return fits(reason, fields, answers) && said.toLowerCase() === field.shownIf?.value.toLowerCase()
}
