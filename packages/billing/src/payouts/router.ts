// Money out, as the owners and finance people of an organization see and steer it.
import { parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { amountOfMoney, page } from '../organizations/developer-inputs.ts'
import { financeProcedure } from '../organizations/developer-procedures.ts'
import { accountView } from '../payout-accounts/account-words.ts'
import { beginOnboarding } from '../payout-accounts/begin-onboarding.ts'
import { refreshPayoutAccount } from '../payout-accounts/refresh-payout-account.ts'
import type { MoneyOutGate } from '../stripe/money-out-gate.ts'
import { router } from '../trpc.ts'
import { findPayout, listPayouts } from './list-payouts.ts'
import { payoutCalendar } from './payout-calendar.ts'
import { spendEarnings } from './spend-earnings.ts'

export const payoutsRouter = router({
  /** Null before onboarding. As Stripe said when it was last asked. */
  account: financeProcedure.query(async ({ ctx }) => {
    const account = await ctx.database.payoutAccount.findUnique({ where: { organizationId: ctx.organization.id } })
    return account ? accountView(account) : null
  }),

  /** Answers a page of Stripe's, good for one visit. */
  onboard: financeProcedure
    .input(z.object({ country: z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters, such as US.') }))
    .mutation(({ ctx, input }) => {
      const back = `${ctx.addresses.dashboard}/payouts?organization=${publicId('organization', ctx.organization.id)}&onboarding=`
      const { userId, email } = ctx.person
      const urls = { returnUrl: `${back}done`, refreshUrl: `${back}again` }
      const facts = { organizationId: ctx.organization.id, userId, email, country: input.country, ...urls, now: ctx.now }
      return beginOnboarding({ database: ctx.database, moneyOut: gateOf(ctx) }, facts)
    }),

  /** Asks Stripe again: for the moment somebody comes back from its page. */
  refresh: financeProcedure.mutation(async ({ ctx }) => {
    const account = await refreshPayoutAccount({ database: ctx.database, moneyOut: gateOf(ctx) }, ctx.organization.id, ctx.now)
    return account ? accountView(account) : null
  }),

  calendar: financeProcedure.query(({ ctx }) => payoutCalendar(ctx.database, ctx.organization.id, ctx.now)),

  list: financeProcedure.input(z.object(page)).query(({ ctx, input }) => listPayouts(ctx.database, ctx.organization.id, input)),

  find: financeProcedure
    .input(z.object({ payoutId: z.string().max(64) }))
    .query(({ ctx, input }) => findPayout(ctx.database, ctx.organization.id, input.payoutId)),

  /** Available earnings become money of a grant pool, or of the organization's balance: at once, and free. */
  spend: financeProcedure
    .input(
      z.object({
        to: z.union([z.literal('balance'), z.object({ appId: z.string().max(64) })]),
        amount: amountOfMoney,
        requestKey: z.uuid(),
      }),
    )
    .mutation(async ({ ctx, input: { to, amount, requestKey } }) => {
      const organizationId = ctx.organization.id
      const facts = { organizationId, userId: ctx.person.userId, amountMicrocents: amount, requestKey, now: ctx.now }
      if (to === 'balance') return spendEarnings(ctx.database, { ...facts, to: { kind: 'balance' } })
      const id = parsePublicId(to.appId, 'app')
      const app = id && (await ctx.database.app.findFirst({ where: { id, organizationId } }))
      if (!app) throw new AppError('not_found', { message: 'There is no such app, or it belongs to another organization.' })
      return spendEarnings(ctx.database, { ...facts, to: { kind: 'pool', appId: app.id } })
    }),
})

/** Only the dashboard's server has it. */
function gateOf({ moneyOut }: { moneyOut?: MoneyOutGate | undefined }): MoneyOutGate {
  if (!moneyOut) throw new AppError('internal_error', { internal: 'this process was not given Stripe’s gate for money out' })
  return moneyOut
}
