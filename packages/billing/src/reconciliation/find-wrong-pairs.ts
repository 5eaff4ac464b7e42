// Movements of ours that touch Stripe's balance or fees, and have no line in Stripe's book or another amount than it.
import { type DatabaseTransaction, publicId } from '@farebox/db'
import { stripePairBreaksQuery } from '@farebox/ledger/reconcile'
import { formatExact, microcents } from '@farebox/money'
import type { FoundBreak } from './found-break.ts'

type Pair = {
  transaction_id: string
  kind: string
  source_id: string | null
  category: string | null
  balance_transaction_id: string | null
  ledger_balance: string
  ledger_fee: string
  stripe_balance: string | null
  stripe_fee: string | null
}

const PAIRS_MAX = 500

export async function findWrongPairs(snapshot: DatabaseTransaction): Promise<FoundBreak[]> {
  const pairs = await snapshot.$queryRawUnsafe<Pair[]>(`select * from (${stripePairBreaksQuery}) as pairs limit ${PAIRS_MAX}`)
  return pairs.map(brokenPair)
}

function brokenPair(pair: Pair): FoundBreak {
  const ours = microcents(BigInt(pair.ledger_balance))
  const movement = `Our movement ${publicId('transaction', pair.transaction_id)} (${pair.kind}) moved ${formatExact(ours)} of Stripe’s balance.`
  if (pair.source_id === null) {
    const explanation = `${movement} Nothing says which line of Stripe’s book it books.`
    return { kind: 'no_balance_transaction', subject: pair.transaction_id, severity: 'money', amountMicrocents: ours, explanation }
  }
  if (pair.stripe_balance === null || pair.stripe_fee === null) {
    const explanation = `${movement} It books the ${pair.category} of ${pair.source_id}, which Stripe’s book does not have.`
    return { kind: 'missing_at_stripe', subject: pair.source_id, severity: 'money', amountMicrocents: ours, explanation }
  }
  return wrongAmount(pair, { movement, theirs: BigInt(pair.stripe_balance), theirFee: BigInt(pair.stripe_fee) })
}

function wrongAmount(pair: Pair, { movement, theirs, theirFee }: { movement: string; theirs: bigint; theirFee: bigint }): FoundBreak {
  const [ours, ourFee] = [BigInt(pair.ledger_balance), BigInt(pair.ledger_fee)]
  const subject = pair.balance_transaction_id ?? pair.transaction_id
  // The sum before the fee is the same, so only the fee is in dispute.
  if (ourFee !== theirFee && ours + ourFee === theirs + theirFee) {
    const said = `Stripe’s line ${subject} says the fee is ${formatExact(microcents(theirFee))}; we booked ${formatExact(microcents(ourFee))}.`
    return {
      kind: 'wrong_fee',
      subject,
      severity: 'money',
      amountMicrocents: microcents(theirFee - ourFee),
      explanation: `${movement} ${said}`,
    }
  }
  const said = `Stripe’s line ${subject} says ${formatExact(microcents(theirs))}, fee ${formatExact(microcents(theirFee))}; we booked a fee of ${formatExact(microcents(ourFee))}.`
  return {
    kind: 'wrong_amount',
    subject,
    severity: 'money',
    amountMicrocents: microcents(theirs - ours),
    explanation: `${movement} ${said}`,
  }
}
