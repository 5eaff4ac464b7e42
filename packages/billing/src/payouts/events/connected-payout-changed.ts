// From the developer's Stripe balance to their bank: something happened to such a payout, so Stripe is asked what.
import { z } from 'zod'
import { enqueuer } from '../../queue/enqueue.ts'
import type { EventHandler } from '../../topups/events/event-handler.ts'
import { bookBankPayout } from '../book-bank-payout.ts'
import { lockMoneyOut } from '../money-out.ts'

const payoutObject = z.object({ id: z.string() })

export const connectedPayoutChanged: EventHandler = async ({ database, stripe }, object, { account }) => {
  const { id } = payoutObject.parse(object)
  const known = account ? await database.payoutAccount.findUnique({ where: { stripeAccountId: account } }) : null
  if (!known) return undefined
  const { organizationId, stripeAccountId } = known
  const bankPayout = await stripe.moneyOut.connectedPayout(stripeAccountId, id)
  const enqueue = await enqueuer(database)
  return async (transaction, now) => {
    await lockMoneyOut(transaction, organizationId)
    await bookBankPayout({ transaction, enqueue }, { organizationId, bankPayout, now })
  }
}
