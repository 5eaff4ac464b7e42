// Which mails the signed-in person gets.
import { parseDollars } from '@farebox/money'
import { z } from 'zod'
import { router, userProcedure } from '../trpc.ts'
import { changePreferences, readPreferences } from './preferences.ts'

export const noticesRouter = router({
  preferences: userProcedure.query(({ ctx }) => readPreferences(ctx.database, ctx.person.userId)),

  change: userProcedure
    .input(
      z
        .object({
          newApp: z.boolean(),
          limits: z.boolean(),
          lowBalance: z.boolean(),
          lowBalanceBelow: z.string().max(24).transform(parseDollars),
        })
        .partial(),
    )
    .mutation(({ ctx, input }) => {
      const changed = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      return changePreferences(ctx.database, { userId: ctx.person.userId, now: ctx.now }, changed)
    }),
})
