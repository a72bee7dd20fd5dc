/** What each part of the bench is given. */
export interface Bench {
  /** Where databases may be made. */
  server: string
  /** A folder that lives as long as the bench. */
  folder: string
  /** Small sizes: to see that it works, not how fast. */
  quick: boolean
}
