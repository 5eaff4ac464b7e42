// The console's button that moves time ahead. In production it answers that it cannot, and the page does not show it.
import { z } from 'zod'
import { operatorProcedure, router } from '../operators/operator-procedure.ts'
import { recordDeed } from '../operators/record-deed.ts'
import { advanceClock, DAYS_MOST } from './advance-clock.ts'

const DAY_SECONDS = 86_400

export const developmentClockRouter = router({
  /** What time it is for Farebox, and whether that can be changed here. */
  read: operatorProcedure('console.enter').query(async ({ ctx }) => ({
    now: await ctx.clock.now(),
    daysAhead: (await ctx.clock.offsetSeconds()) / DAY_SECONDS,
    isMovable: ctx.clock.isMovable && ctx.stripeApiBase !== undefined,
  })),

  advance: operatorProcedure('clock.advance')
    .input(z.object({ days: z.int().min(1).max(DAYS_MOST) }))
    .mutation(async ({ ctx, input }) => {
      const moved = await advanceClock(ctx, input.days)
      await recordDeed(ctx.database, {
        ...{ operator: ctx.operator, action: 'clock.advanced', subject: 'development_clock', now: moved.now },
        details: { days: input.days, daysAhead: moved.daysAhead },
      })
      return moved
    }),
})
