// API keys of an app.
import { publicId } from '@farebox/db'
import { z } from 'zod'
import { amountOfMoney, displayName } from '../organizations/developer-inputs.ts'
import { appProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { createApiKey, type EndUserBudget, type KeyBudget } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { setKeyBudget } from './set-key-budget.ts'

const amountInPeriod = z.object({ amount: amountOfMoney, period: z.enum(['day', 'week', 'month']) })
const budgetInput = amountInPeriod.transform(({ amount, period }): KeyBudget => ({ limitMicrocents: amount, limitPeriod: period }))
const endUserBudgetInput = amountInPeriod.transform(
  ({ amount, period }): EndUserBudget => ({ endUserLimitMicrocents: amount, endUserPeriod: period }),
)

const apiKeyId = z.string().max(64)

export const keysRouter = router({
  list: appProcedure.query(({ ctx }) => listApiKeys(ctx.database, { ...ctx.of, now: ctx.now })),

  /** The only answer that ever carries the secret. */
  create: appProcedure
    .input(
      z.object({
        name: displayName,
        billingMode: z.enum(['user', 'developer']),
        budget: budgetInput.optional(),
        endUserBudget: endUserBudgetInput.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const request = { ...input, ...ctx.of, userId: ctx.person.userId, now: ctx.now }
      const { id, secret, lastFour } = await createApiKey(ctx.database, request)
      return { id: publicId('apiKey', id), secret, lastFour }
    }),

  revoke: appProcedure.input(z.object({ apiKeyId })).mutation(async ({ ctx, input }) => {
    await revokeApiKey(ctx.database, { appId: ctx.app.id, apiKeyId: input.apiKeyId, userId: ctx.person.userId, now: ctx.now })
  }),

  setBudget: appProcedure
    .input(z.object({ apiKeyId, budget: budgetInput.nullable(), endUserBudget: endUserBudgetInput.nullish() }))
    .mutation(async ({ ctx, input }) => {
      await setKeyBudget(ctx.database, { ...input, ...ctx.of, userId: ctx.person.userId, now: ctx.now })
    }),
})
