// What users can buy: every terms there ever were, and new ones with a start.
import { fromCents, microcents, parseDollars } from '@farebox/money'
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { announcePackage, endPackage, withdrawPackage } from './announce-package.ts'

const name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'A package is named in lower case, with letters, digits and dashes.')
const reason = z.string().trim().min(3, 'Say why, in a few words.').max(500)
const amount = z.string().regex(/^\d{1,6}(\.\d{1,8})?$/, 'Write an amount in dollars, such as 8.50.')

export const packagesOperatorRouter = router({
  list: operatorProcedure('packages.read').query(async ({ ctx }) => {
    const rows = await ctx.database.package.findMany({ orderBy: [{ startsAt: 'desc' }, { priceCents: 'asc' }], take: 200 })
    return rows.map(({ id, name, priceCents, creditMicrocents, startsAt, endsAt }) => ({
      ...{ id, name, startsAt, endsAt, price: fromCents(priceCents), credit: microcents(creditMicrocents) },
      fee: microcents(fromCents(priceCents) - creditMicrocents),
      state: startsAt > ctx.now ? ('announced' as const) : endsAt && endsAt <= ctx.now ? ('ended' as const) : ('on sale' as const),
    }))
  }),

  announce: sensitiveProcedure('packages.change')
    .input(z.object({ name, priceCents: z.int().min(100).max(1_000_000), credit: amount, startsAt: z.date(), reason }))
    .mutation(async ({ ctx: { database, operator, now }, input: { credit, ...input } }) => ({
      termsId: await announcePackage(database, { ...input, creditMicrocents: parseDollars(credit), operator, now }),
    })),

  end: sensitiveProcedure('packages.change')
    .input(z.object({ name, endsAt: z.date(), reason }))
    .mutation(({ ctx: { database, operator, now }, input }) => endPackage(database, { ...input, operator, now })),

  withdraw: sensitiveProcedure('packages.change')
    .input(z.object({ termsId: z.uuid(), reason }))
    .mutation(({ ctx: { database, operator, now }, input }) => withdrawPackage(database, { ...input, operator, now })),
})
