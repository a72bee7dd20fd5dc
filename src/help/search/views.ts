import type { Option } from '../../web/views.ts'
import type { Found, Search } from './index.ts'

export interface SearchLinks {
  previous: string | undefined
  next: string | undefined
  /** The same words exactly as they were typed, where others were looked for. */
  exactly: string
  everywhere: string | undefined
  /** A new ticket that begins with these words. */
  ask: string
}
export interface SearchView { search: Search; found: Found; links: SearchLinks; categories: Option[] }

declare module '../../web/views.ts' {
  interface Views {
    'help/search': SearchView
    'help/_results': SearchView
    'help/_hit': { hit: Found['hits'][number] }
  }
}
