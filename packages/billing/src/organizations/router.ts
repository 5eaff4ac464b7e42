// Organizations: those of the person, founding one, and the balance it pays from.
import { publicId } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { z } from 'zod'
import { agreeToSaveCard } from '../cards/consent-to-save.ts'
import { refuseBeforeCheckout } from '../risk/withdrawals.ts'
import { CREDIT_LEAST, CREDIT_MOST, developerFee, developerPrice } from '../topups/developer-price.ts'
import { startOrder } from '../topups/start-order.ts'
import { router, userProcedure } from '../trpc.ts'
import { createOrganization } from './create-organization.ts'
import { amountOfMoney, displayName } from './developer-inputs.ts'
import { organizationProcedure } from './developer-procedures.ts'
import { organizationsOf } from './member-of.ts'
import { organizationBalance, organizationWallet } from './organization-balance.ts'

export const organizationsRouter = router({
  /** The person's organizations with their apps, oldest first. */
  list: userProcedure.query(async ({ ctx }) => {
    const organizations = await organizationsOf(ctx.database, ctx.person)
    return organizations.map(({ id, name, apps }) => ({
      id: publicId('organization', id),
      name,
      apps: apps.map((app) => ({ id: publicId('app', app.id), name: app.name, status: app.status })),
    }))
  }),

  create: userProcedure.input(z.object({ name: displayName })).mutation(async ({ ctx, input }) => {
    const { id, name } = await createOrganization(ctx.database, { userId: ctx.person.userId, name: input.name, now: ctx.now })
    return { id: publicId('organization', id), name }
  }),

  balance: organizationProcedure.query(({ ctx }) => organizationBalance(ctx.database, ctx.of)),

  /** What a credit costs: one price, of which the card's costs are named. */
  price: organizationProcedure.input(z.object({ amount: amountOfMoney })).query(async ({ ctx, input }) => {
    const { creditMicrocents, feeMicrocents, priceCents } = developerPrice(input.amount, await developerFee(ctx.database))
    return { credit: creditMicrocents, fee: feeMicrocents, price: fromCents(priceCents), least: CREDIT_LEAST, most: CREDIT_MOST }
  }),

  /** Answers the payment page. Live only: sandbox money is given, not bought. */
  addMoney: organizationProcedure
    .input(z.object({ amount: amountOfMoney, saveCard: z.boolean().default(false) }))
    .mutation(async ({ ctx: { database, organization, person, addresses, now }, input }) => {
      const organizationId = organization.id
      const { id: walletId } = await organizationWallet(database, { organizationId, mode: 'live' })
      const back = `${addresses.dashboard}/balance?organization=${publicId('organization', organizationId)}`
      const purchase = { kind: 'organization_topup', organizationId, walletId, creditMicrocents: input.amount } as const
      const urls = { buyerEmail: person.email, successUrl: `${back}&paid=1`, cancelUrl: back }
      return database.$transaction(async (transaction) => {
        await refuseBeforeCheckout(transaction, purchase, now)
        const { orderId, checkoutUrl } = await startOrder(transaction, { ...purchase, ...urls }, { now, walletUrl: addresses.wallet })
        if (input.saveCard) await agreeToSaveCard(transaction, { orderId, walletId, userId: person.userId, now })
        return { checkoutUrl }
      })
    }),
})
