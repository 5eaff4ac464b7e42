// What an operator may decide about a payout, as it is typed and read.
import { z } from 'zod'

const word = z.string().regex(/^[a-z_]{2,40}$/, 'A reason is one word for us, such as fraud_check.')
const sentence = z.string().trim().min(10, 'Write a sentence that the developer will read.').max(400)
const note = z.string().trim().max(2_000)

export const decisionInput = z.discriminatedUnion('kind', [
  /** Proposes where two people are needed and nobody has proposed; approves otherwise. */
  z.object({ kind: z.literal('approve'), note: note.optional() }),
  z.object({ kind: z.literal('hold'), reason: word, message: sentence, reviewAt: z.date(), note: note.optional() }),
  z.object({ kind: z.literal('reject'), reason: word, message: sentence, note: note.optional() }),
  /** A held payout goes back into review. */
  z.object({ kind: z.literal('release'), note: note.optional() }),
])

export const holdReason = word
export const holdMessage = sentence

export type Decision = z.infer<typeof decisionInput>
export type DecisionKind = Decision['kind']
