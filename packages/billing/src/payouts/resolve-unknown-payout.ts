// A payout of which nobody knows whether Stripe took it. Stripe is asked; nothing else may move it.
import type { PayoutStatus } from '@farebox/db'
import type { Till } from '../topups/open-checkout.ts'
import { bookTransfers } from './book-transfers.ts'
import { aloneWith, type MoneyOut } from './money-out.ts'
import { movePayout } from './move-payout.ts'
import { finishAttempt } from './send-payout.ts'
import { sendingStop } from './sending-stops.ts'

const clock = { kind: 'clock' } as const

/** Past this, a request of ours can no longer land, and Stripe may have forgotten its key. */
const REQUEST_DEAD_MS = 25 * 60 * 60_000

/**
 * Where Stripe has the transfer, it is booked. Where it has none, the same attempt is sent again under the same key: had the first
 * one landed meanwhile, Stripe answers with it. Where the payout must not be sent any more, it waits until the attempt is surely dead.
 */
export async function resolveUnknownPayout(till: Till, payoutId: string, now: Date): Promise<PayoutStatus> {
  const { organizationId } = await till.database.payout.findUniqueOrThrow({ where: { id: payoutId } })
  const transfers = await till.stripe.moneyOut.transfersOf(payoutId)
  const again = await aloneWith(till.database, organizationId, async (moneyOut) => {
    const payout = await moneyOut.transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
    if (payout.status !== 'unknown') return undefined
    if (await bookTransfers(moneyOut, payoutId, { transfers, actor: clock, now })) return undefined
    if (await sendingStop(moneyOut.transaction, payout, now)) {
      await giveUpDead(moneyOut, payoutId, now)
      return undefined
    }
    const { attempt, amountCents, stripeAccountId } = payout
    return { payoutId, attempt, amountCents, stripeAccountId }
  })
  if (again) await finishAttempt(till, again, { outcome: await till.stripe.moneyOut.transfer(again), now })
  const { status } = await till.database.payout.findUniqueOrThrow({ where: { id: payoutId } })
  return status
}

/** Back to approved, where what stands in its way is met again before anything is sent. */
async function giveUpDead(moneyOut: MoneyOut, payoutId: string, now: Date): Promise<void> {
  const { transaction } = moneyOut
  const payout = await transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
  const { startedAt } = await transaction.payoutAttempt.findUniqueOrThrow({
    where: { payoutId_attempt: { payoutId, attempt: payout.attempt } },
  })
  if (now.getTime() - startedAt.getTime() < REQUEST_DEAD_MS) return
  const says = `Stripe has nothing of attempt ${payout.attempt}, and it can no longer arrive.`
  // The attempt of a sender that died has no answer on record: it never will.
  await transaction.payoutAttempt.updateMany({
    where: { payoutId, attempt: payout.attempt, outcome: 'under_way' },
    data: { outcome: 'unknown', finishedAt: now, failure: says },
  })
  await movePayout(moneyOut, payout, { to: 'approved', actor: clock, says, now })
}
