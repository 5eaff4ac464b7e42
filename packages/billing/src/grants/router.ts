// An app's grant pool, and the grants given from it.
import { publicId } from '@farebox/db'
import { z } from 'zod'
import { guestRule, setGuestRule } from '../guests/guest-rule.ts'
import { amountOfMoney, page } from '../organizations/developer-inputs.ts'
import { appProcedure } from '../organizations/developer-procedures.ts'
import { refuseBeforeCheckout } from '../risk/withdrawals.ts'
import { startOrder } from '../topups/start-order.ts'
import { router } from '../trpc.ts'
import { issueGrant } from './issue-grant.ts'
import { listGrants } from './list-grants.ts'
import { poolOf } from './pool.ts'
import { revokeGrant } from './revoke-grant.ts'

export const grantsRouter = router({
  pool: appProcedure.query(({ ctx }) => poolOf(ctx.database, ctx.of)),

  list: appProcedure
    .input(z.object({ ...page, externalUserId: z.string().max(128).optional() }))
    .query(({ ctx, input: { after, limit, externalUserId } }) =>
      listGrants(ctx.database, { ...ctx.of, after, limit, externalUserId, now: ctx.now }),
    ),

  /** `requestKey` names this press of the button, so that pressing twice gives once, and a second grant of the same amount is possible. */
  give: appProcedure
    .input(
      z.object({
        externalUserId: z.string().trim().max(128),
        amount: amountOfMoney,
        description: z.string().trim().max(500).optional(),
        expiresAt: z.date().optional(),
        requestKey: z.uuid(),
      }),
    )
    .mutation(({ ctx, input: { requestKey, externalUserId, amount, description, expiresAt } }) => {
      const { userId } = ctx.person
      return issueGrant(ctx.database, {
        ...{ ...ctx.of, userId, externalUserId, amountMicrocents: amount, expiresAt, now: ctx.now },
        ...(description && { description }),
        idempotency: { credentialId: userId, key: requestKey },
      })
    }),

  /** Whether visitors may start without an account, and what they were given today. */
  guestRule: appProcedure.query(({ ctx }) => guestRule(ctx.database, { ...ctx.of, now: ctx.now })),

  setGuestRule: appProcedure
    .input(
      z.object({
        isOn: z.boolean(),
        amount: amountOfMoney,
        dailyCap: amountOfMoney,
        perAddressPerDay: z.int(),
        models: z.array(z.string().max(128)).max(200),
        lastsDays: z.int(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { isOn, amount, dailyCap, perAddressPerDay, models, lastsDays } = input
      const rule = { isOn, amount, dailyCap, perAddressPerDay, models, lastsDays }
      await setGuestRule(ctx.database, { ...ctx.of, userId: ctx.person.userId, rule, now: ctx.now })
    }),

  takeBack: appProcedure.input(z.object({ grantId: z.string().max(64) })).mutation(({ ctx, input }) => {
    return revokeGrant(ctx.database, { ...ctx.of, grantId: input.grantId, userId: ctx.person.userId, now: ctx.now })
  }),

  /** Answers the payment page. Live only: the sandbox pool is given, not bought. */
  fund: appProcedure.input(z.object({ amount: amountOfMoney })).mutation(async ({ ctx, input }) => {
    const back = `${ctx.addresses.dashboard}/apps/${publicId('app', ctx.app.id)}/grants`
    const { organizationId } = ctx.app
    await refuseBeforeCheckout(ctx.database, { kind: 'grant_pool', organizationId, walletId: null }, ctx.now)
    const { checkoutUrl } = await startOrder(
      ctx.database,
      {
        kind: 'grant_pool',
        organizationId,
        appId: ctx.app.id,
        creditMicrocents: input.amount,
        buyerEmail: ctx.person.email,
        successUrl: `${back}?paid=1`,
        cancelUrl: back,
      },
      { now: ctx.now, walletUrl: ctx.addresses.wallet },
    )
    return { checkoutUrl }
  }),
})
