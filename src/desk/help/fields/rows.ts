import type { Option } from '../../../web/views.ts'

/** One question as the form holds it; `when` is the number of the row that it depends on, or 'always'. */
export interface FieldRow { number: number; key: string; label: string; kind: string; required: boolean; hint: string; options: string; when: string; answer: string }

/** A row with what it may depend on, whether there is a question in it, and whether something is wrong with it. */
interface ShownRow extends FieldRow { used: boolean; wrong: boolean; whens: Option[] }

/** What `desk/help/_fields` shows; the errors are named as the inputs are, ready for an error summary. No name here is one that a field of a form has: partials see both. */
export interface FieldsView { questions: ShownRow[]; kinds: Option[]; errors: Record<string, string> }

export const linesOf = (options: string): string[] => options.split('\n').map(line => line.trim()).filter(line => line !== '')
