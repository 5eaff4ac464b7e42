// From the developer's Stripe balance to their bank: arrived, or sent back. No money of ours moves; the developer sees what happened.
import { z } from 'zod'
import { enqueuer } from '../../queue/enqueue.ts'
import type { EventHandler } from '../../topups/events/event-handler.ts'
import type { MoneyOut } from '../money-out.ts'
import { lockMoneyOut } from '../money-out.ts'
import { movePayout } from '../move-payout.ts'

const payoutObject = z.object({ id: z.string() })

type BankPayout = { payoutId: string; status: string; failure: { message: string } | null }

export const connectedPayoutChanged: EventHandler = async ({ database, stripe }, object, { account }) => {
  const { id } = payoutObject.parse(object)
  if (!account) return undefined
  const known = await database.payoutAccount.findUnique({ where: { stripeAccountId: account } })
  if (!known) return undefined
  const bankPayout = await stripe.moneyOut.connectedPayout(account, id)
  const enqueue = await enqueuer(database)
  return async (transaction, now) => {
    await lockMoneyOut(transaction, known.organizationId)
    const carried = await transaction.payout.findMany({
      where: { organizationId: known.organizationId, stripeTransferId: { in: bankPayout.transferIds } },
      orderBy: { createdAt: 'asc' },
    })
    for (const payout of carried) await show({ transaction, enqueue }, payout, { bankPayout, now })
  }
}

type Carried = Parameters<typeof movePayout>[1] & { connectedPayoutId: string | null; reversedCents: number; amountCents: number }

async function show(moneyOut: MoneyOut, payout: Carried, { bankPayout, now }: { bankPayout: BankPayout; now: Date }): Promise<void> {
  const actor = { kind: 'stripe' } as const
  const connectedPayoutId = bankPayout.payoutId
  // A transfer that came back whole is over, whatever the bank says.
  if (payout.reversedCents === payout.amountCents) return
  if (bankPayout.status === 'paid' && (payout.status === 'sent' || payout.status === 'returned')) {
    const changes = { connectedPayoutId, paidAt: now, failure: null }
    await movePayout(moneyOut, payout, { to: 'paid', actor, says: 'The bank account has it.', changes, now })
  }
  if (bankPayout.status === 'failed' && (payout.status === 'sent' || payout.status === 'paid')) {
    const reason = bankPayout.failure?.message ?? 'Your bank sent it back.'
    const failure = `${reason} The money is in your Stripe account: correct the bank account there, and Stripe pays it again.`
    const changes = { connectedPayoutId, failure }
    await movePayout(moneyOut, payout, { to: 'returned', actor, says: `The bank sent it back: ${reason}`, changes, now })
  }
}
