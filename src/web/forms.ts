import type { Static, TObject, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { t, type MessageKey } from './i18n.ts'

export type FieldErrors<Fields> = { [Field in keyof Fields]?: string }
/** A form as a page shows it: what was typed, and what to say beside each field. */
export interface FormView<Fields> { values: { [Field in keyof Fields]?: string }; errors: FieldErrors<Fields> }
export type Checked<Fields> = { ok: true; values: Fields; errors: FieldErrors<Fields> } | ({ ok: false } & FormView<Fields>)

/** What a field's schema says when it is left empty, and when what it holds will not do; `exact` keeps the spaces around it, `lines` those at the start of the first line. */
export interface Words { missing?: MessageKey; wrong: MessageKey; exact?: true; lines?: true }

export const blank = { values: {}, errors: {} }

/**
 * Checks a submitted form against its schema. A failure keeps what the person
 * typed and says, field by field, what to do; the words live in the schema.
 */
export function formChecker<Schema extends TObject>(schema: Schema) {
  const compiled = Compile(schema)
  const names = Object.keys(schema.properties)
  const typed = (form: URLSearchParams | undefined, name: string) => {
    const value = form?.get(name) ?? ''
    const { exact, lines } = schema.properties[name] as TSchema & Words
    if (lines) return value.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
    return exact ? value : value.trim()
  }

  return (form: URLSearchParams | undefined): Checked<Static<Schema>> => {
    const values = Object.fromEntries(names.map(name => [name, typed(form, name)]))
    const errors: Record<string, string> = {}
    for (const { instancePath } of compiled.Errors(values)) {
      const name = instancePath.slice(1)
      const { missing, wrong } = schema.properties[name] as TSchema & Words
      errors[name] ??= t(values[name] === '' && missing !== undefined ? missing : wrong)
    }
    const ok = Object.keys(errors).length === 0
    return { ok, values, errors } as Checked<Static<Schema>>
  }
}
