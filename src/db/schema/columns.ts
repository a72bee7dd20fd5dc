import type { ColumnType } from 'kysely'

/** A column that is set when the row is made and never after. */
export type CreatedAt = ColumnType<Date, Date | undefined, never>
export type SetLater<T> = ColumnType<T | null, T | null | undefined, T | null>
export type WithDefault<T> = ColumnType<T, T | undefined, T>
