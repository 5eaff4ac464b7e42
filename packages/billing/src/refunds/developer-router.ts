// Money back of what an organization bought for its own balance and its pools.
import { type Database, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { financeProcedure, organizationProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { askRefund } from './ask-refund.ts'
import { listRefunds, refundOption, refundOptions } from './list-refunds.ts'

export const developerRefundsRouter = router({
  options: organizationProcedure.query(({ ctx: { database, organization, now } }) =>
    refundOptions(database, { organizationId: organization.id }, now),
  ),

  list: organizationProcedure.query(({ ctx: { database, organization } }) => listRefunds(database, { organizationId: organization.id })),

  ask: financeProcedure
    .input(z.object({ orderId: z.string().max(64), amountCents: z.int().positive() }))
    .mutation(async ({ ctx: { database, organization, person, now }, input }) => {
      const order = await ownOrder(database, { organizationId: organization.id, orderId: input.orderId })
      await askRefund(database, { orderId: order.id, amountCents: input.amountCents, userId: person.userId, now })
      return refundOption(database, order, now)
    }),
})

async function ownOrder(database: Database, { organizationId, orderId }: { organizationId: string; orderId: string }) {
  const id = parsePublicId(orderId, 'order')
  const order = id
    ? await database.order.findFirst({ where: { id, organizationId, kind: { in: ['organization_topup', 'grant_pool'] } } })
    : null
  if (!order) throw new AppError('not_found')
  return order
}
