// What is approved goes out, the oldest first, as far as our balance at Stripe reaches, and not while the books are in doubt.
import { openBreaks } from '../reconciliation/found-break.ts'
import type { Till } from '../topups/open-checkout.ts'
import { sendPayout } from './send-payout.ts'

const PAYOUTS_MAX = 200

/** Returns how many left, or may have left. One that fails does not hold up the others. */
export async function sendApprovedPayouts(till: Till, now: Date): Promise<number> {
  const waiting = await till.database.payout.findMany({
    where: { status: 'approved', OR: [{ attemptAfter: null }, { attemptAfter: { lte: now } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: PAYOUTS_MAX,
  })
  if (waiting.length === 0 || (await openBreaks(till.database, { severity: 'money' })).length > 0) return 0
  let { availableCents } = await till.stripe.moneyOut.balance()
  let sent = 0
  const failures: unknown[] = []
  for (const { id, amountCents } of waiting) {
    // The others wait behind the oldest, so that a large one is not passed over for ever.
    if (amountCents > availableCents) break
    try {
      const status = await sendPayout(till, id, now)
      if (status !== 'sent' && status !== 'unknown') continue
      availableCents -= amountCents
      sent += 1
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payouts could not be sent: ${failures[0]}`)
  return sent
}
