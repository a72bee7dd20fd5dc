import { parse, type GenericSchema, type InferOutput } from 'valibot'

/** Reads what is stored under a schema each of whose parts has a fallback: whatever is missing or fits no more is as it is by default, so that every reader gets the whole. */
export const filler = <Schema extends GenericSchema>(schema: Schema) =>
  (stored: unknown): InferOutput<Schema> => parse(schema, typeof stored === 'object' && stored !== null ? stored : {})
