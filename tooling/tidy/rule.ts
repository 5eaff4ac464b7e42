// What a rule is: a name, and what it finds wrong. Each finding names its place and what to do about it.
import type { House } from './house.ts'

export type Finding = { path: string; line?: number; problem: string }

export type Rule = {
  /** As `exceptions.ts` and the output call it. */
  name: string
  /** What must be true, as one sentence. */
  promise: string
  check: (house: House) => Finding[]
}
