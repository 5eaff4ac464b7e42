// An invariant: a sentence about the books, and the query that finds what breaks it.

export type Invariant = {
  /** Its number in docs/promises.md and on the board. */
  number: number
  says: string
  /** Selects the rows that break it: none, when the books are right. The first columns say which. */
  breaksQuery: string
}
