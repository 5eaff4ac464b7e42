// A transfer was made, changed or taken back. Stripe is asked for all transfers of its payout, and what they say is booked.
// A transfer that none of our payouts is waiting for moves no money in our books: it is a break, for a person.
import { fromCents } from '@farebox/money'
import { z } from 'zod'
import { enqueuer } from '../../queue/enqueue.ts'
import { recordBreak } from '../../reconciliation/record-break.ts'
import type { EventHandler } from '../../topups/events/event-handler.ts'
import { bookTransfers, reportTransfer } from '../book-transfers.ts'
import { lockMoneyOut } from '../money-out.ts'

const transferObject = z.object({ id: z.string(), amount: z.int() })
const anId = z.uuid()

export const transferChanged: EventHandler = async ({ database, stripe }, object) => {
  const { id, amount } = transferObject.parse(object)
  const transfer = await stripe.moneyOut.transferById(id)
  if (!transfer) {
    const explanation = `Stripe told us of transfer ${id}, and does not know it when asked.`
    return (transaction, now) =>
      recordBreak(transaction, {
        ...{ kind: 'payout.unknown_transfer', subject: id, amountMicrocents: fromCents(amount), severity: 'notice', now },
        explanation,
      })
  }
  const { payoutId } = transfer
  const payout = anId.safeParse(payoutId).success && payoutId ? await database.payout.findUnique({ where: { id: payoutId } }) : null
  if (!payout) return (transaction, now) => reportTransfer({ transaction }, transfer, now)
  const transfers = await stripe.moneyOut.transfersOf(payout.id)
  const enqueue = await enqueuer(database)
  return async (transaction, now) => {
    await lockMoneyOut(transaction, payout.organizationId)
    await bookTransfers({ transaction, enqueue }, payout.id, { transfers, actor: { kind: 'stripe' }, now })
  }
}
