// Models and prices: what each costs, where the price comes from, whether its provider can be reached, and new prices.
import { modelMeters } from '@farebox/pricing'
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { announcePrices, withdrawPrices } from './announce-prices.ts'
import { readPriceTable, termsOf } from './read-price-table.ts'
import { readProviders } from './read-providers.ts'

const model = z.string().min(1).max(128)
const reason = z.string().trim().min(3, 'Say why, in a few words.').max(500)
const price = z.bigint().max(9_000_000_000_000_000_000n, 'This price is absurd.')
const line = z.object({
  meter: z.enum(modelMeters),
  aboveUnits: z.int().min(0).max(100_000_000),
  serviceTier: z.string().min(1).max(32),
  priceMicrocentsPerMillion: price,
  costMicrocentsPerMillion: price,
})

export const pricesOperatorRouter = router({
  table: operatorProcedure('prices.read').query(({ ctx }) => readPriceTable(ctx.database, ctx.now)),

  providers: operatorProcedure('prices.read').query(({ ctx }) => readProviders(ctx.database, ctx.now)),

  /** Every price a model ever had here, newest first. */
  history: operatorProcedure('prices.read')
    .input(z.object({ model }))
    .query(async ({ ctx, input }) => {
      const where = { model: input.model }
      const versions = await ctx.database.priceVersion.findMany({
        where,
        include: { lines: true },
        orderBy: { startsAt: 'desc' },
        take: 50,
      })
      return versions.map(termsOf)
    }),

  announce: sensitiveProcedure('prices.change')
    .input(z.object({ model, startsAt: z.date(), reason, prices: z.union([z.literal('listed'), z.array(line).min(2).max(40)]) }))
    .mutation(async ({ ctx, input }) => ({
      priceVersionId: await announcePrices(ctx.database, { ...input, operator: ctx.operator, now: ctx.now }),
    })),

  withdraw: sensitiveProcedure('prices.change')
    .input(z.object({ priceVersionId: z.uuid(), reason }))
    .mutation(({ ctx, input }) => withdrawPrices(ctx.database, { ...input, operator: ctx.operator, now: ctx.now })),
})
