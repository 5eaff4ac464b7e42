// A payout that Stripe was not asked about yet may have the markup of a disputed payment in it: it waits for a person.
import type { MoneyOut } from '../payouts/money-out.ts'
import { stoppableStatuses } from '../payouts/payout-statuses.ts'
import { holdPayout } from '../payouts/send-payout.ts'
import { disputeHoldOn } from '../payouts/sending-stops.ts'

/** The organization's money out is locked. */
export async function stopPayouts(moneyOut: MoneyOut, { organizationId, now }: { organizationId: string; now: Date }): Promise<void> {
  const status = { in: stoppableStatuses.filter((stoppable) => stoppable !== 'held') }
  const hold = { ...disputeHoldOn(now), now }
  for (const payout of await moneyOut.transaction.payout.findMany({ where: { organizationId, status } })) {
    await holdPayout(moneyOut, payout, hold)
  }
}
