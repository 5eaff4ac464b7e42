// Payouts against Stripe's transfers: each payout that was sent has one transfer of its amount, and what came back of it is known.
import { type DatabaseTransaction, publicId } from '@farebox/db'
import { formatExact } from '@farebox/money'
import type { FoundBreak } from './found-break.ts'
import { centsToMicrocents } from './line-amount.ts'

type Mismatch = { id: string; status: string; transfer: string; amountCents: bigint; sentCents: bigint | null; lines: bigint }

export async function comparePayouts(snapshot: DatabaseTransaction): Promise<FoundBreak[]> {
  const mismatches = await snapshot.$queryRaw<Mismatch[]>`
    select payout.id::text, payout.status::text, payout.stripe_transfer_id as transfer, payout.amount_cents::bigint as "amountCents",
           -sum(line.net_cents)::bigint as "sentCents", count(line.id) as lines
      from payout
     cross join stripe_mirror mirror
      left join stripe_balance_transaction line on line.source_id = payout.stripe_transfer_id and line.reporting_category = 'transfer'
     where payout.stripe_transfer_id is not null and exists (select from stripe_booking booking
             where booking.source_id = payout.stripe_transfer_id and booking.category = 'transfer')
     group by payout.id
    having count(line.id) > 1 or -sum(line.net_cents) <> payout.amount_cents limit 200`
  return mismatches.map(({ id, status, transfer, amountCents, sentCents, lines }) => {
    const difference = centsToMicrocents((sentCents ?? 0n) - amountCents)
    const says = `Payout ${publicId('payout', id)} (${status}) is ${formatExact(centsToMicrocents(amountCents))}; Stripe’s book has ${lines} lines of its transfer ${transfer}, together ${formatExact(centsToMicrocents(sentCents ?? 0n))}.`
    return { kind: 'payout_mismatch', subject: id, severity: 'money' as const, amountMicrocents: difference, explanation: says }
  })
}
