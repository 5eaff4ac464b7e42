// A plan as it was kept with the proposal, read back.
import { type Microcents, microcents } from '@farebox/money'
import { z } from 'zod'
import { explainedKinds } from '../explain/accounts.ts'
import type { AdjustmentPlan } from './describe-plan.ts'

const account = z.object({ kind: z.enum(explainedKinds), id: z.string(), name: z.string() })
const amount = z.string().transform((text): Microcents => microcents(BigInt(text)))

const plan = z.object({
  movement: z.string(),
  sentence: z.string(),
  warnings: z.array(z.string()).default([]),
  transfers: z.array(z.object({ debit: account, credit: account, amount })),
  balances: z.array(z.object({ account, before: amount, after: amount })),
})

export const keptPlan = (kept: unknown): AdjustmentPlan => plan.parse(kept)
