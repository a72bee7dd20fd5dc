import { getDotPath, maxCodePoints, message, nonEmpty, object, picklist, pipe, regex, safeParse, string, transform, trim, type GenericSchema, type InferOutput } from 'valibot'
import { t, type MessageKey } from './i18n.ts'

export type FieldErrors<Fields> = { [Field in keyof Fields]?: string }
/** A form as a page shows it: what was typed, and what to say beside each field. */
export interface FormView<Fields> { values: { [Field in keyof Fields]?: string }; errors: FieldErrors<Fields> }
export type Checked<Fields> = { ok: true; values: Fields; errors: FieldErrors<Fields> } | ({ ok: false } & FormView<Fields>)
/** What a form holds that a checker found good. */
export type FormOf<Check extends (form: URLSearchParams | undefined) => { ok: boolean; values: unknown }> = Extract<ReturnType<Check>, { ok: true }>['values']

type Field<Value extends string = string> = GenericSchema<string, Value>
/** What a field says when it is left empty, which it then may not be, and when what it holds will not do. */
interface Words { missing?: MessageKey; wrong: MessageKey }

export const blank = { values: {}, errors: {} }

export const trimmed = pipe(string(), trim())
export const text = (most: number) => pipe(trimmed, maxCodePoints(most))
/** On one line, and nothing that nobody sees; but tabs, which come with what is pasted. */
export const line = (most: number) => pipe(text(most), regex(/^(?:\t|[^\p{Cc}\u2028\u2029])*$/u))
export const untabbed = (most: number) => pipe(line(most), regex(/^[^\t]*$/))
/** Any number of lines; the first keeps the spaces at its start. */
export const lines = (most: number) => pipe(string(), transform(value => value.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()), maxCodePoints(most))
export const choice = <const Value extends string>(values: readonly Value[]) => pipe(trimmed, picklist(values))

/** A field that says in the person's language what is wrong with it. */
export function field<Value extends string>(schema: Field<Value>, { missing, wrong }: Words): Field<Value> {
  const asked: Field<Value> = missing === undefined ? schema : pipe(schema, nonEmpty())
  return message(asked, ({ input }) => t(input === '' && missing !== undefined ? missing : wrong))
}

// Each part excludes the sign that ends it, so that no text of whatever length makes the check slow.
/** An address that we may write to. */
export const emailAddress = /^(?=.{1,254}$)[^\s\p{Cc}@<>(),;:"[\]\\]+@[^\s\p{Cc}@<>(),;:"[\]\\.]+(?:\.[^\s\p{Cc}@<>(),;:"[\]\\.]+)+$/u
export const emailField = field(pipe(trimmed, regex(emailAddress)), { missing: 'sign-in.email-missing', wrong: 'sign-in.email-wrong' })

/** Checks a submitted form, field by field. A failure keeps what the person typed. */
export function formChecker<const Fields extends Record<string, Field>>(fields: Fields) {
  const schema = object(fields)
  return (form: URLSearchParams | undefined): Checked<InferOutput<typeof schema>> => {
    const typed = Object.fromEntries(Object.keys(fields).map(name => [name, form?.get(name) ?? '']))
    const { success: ok, output: values, issues = [] } = safeParse(schema, typed, { abortPipeEarly: true })
    const errors = Object.fromEntries(issues.map(issue => [getDotPath(issue), issue.message]))
    return { ok, values, errors } as Checked<InferOutput<typeof schema>>
  }
}
