import type { SafeHtml } from './markdown/index.ts'

/** Data that can stand in a page (JSON-LD): nothing in it ends the element that it is in. */
export const dataOf = (data: object): SafeHtml => JSON.stringify(data).replaceAll('<', '\\u003c') as SafeHtml
