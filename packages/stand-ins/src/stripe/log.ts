// What really happened here, in order and never changed: the ground truth a test's own model is built from.
import type { Store } from './store.ts'

/** Amounts are cents. `accountId` null means the platform itself. */
export type LoggedFact =
  | { kind: 'charge'; chargeId: string; amountCents: number; feeCents: number; metadata: Record<string, string> }
  | { kind: 'transfer'; transferId: string; accountId: string; amountCents: number; group: string | null; metadata: Record<string, string> }
  | { kind: 'transfer-refused'; code: string; accountId: string; amountCents: number; group: string | null }
  | { kind: 'reversal'; reversalId: string; transferId: string; accountId: string; amountCents: number }
  | { kind: 'payout'; payoutId: string; accountId: string | null; amountCents: number; state: 'created' | 'paid' | 'failed' | 'canceled' }
  /** `transactionId` null: it has not left our balance. `backTransactionId`: it failed, and came back. */
  | {
      kind: 'refund'
      refundId: string
      chargeId: string
      amountCents: number
      state: 'pending' | 'succeeded' | 'failed'
      transactionId: string | null
      backTransactionId: string | null
      metadata: Record<string, string>
    }
  | { kind: 'refund-refused'; chargeId: string; amountCents: number; code: string; metadata: Record<string, string> }
  /** `opened` took the money and a fee of `feeCents`; `won` gave it back, and `feeCents` (negative) where the fee came back too. */
  | { kind: 'dispute'; disputeId: string; chargeId: string; amountCents: number; state: DisputeState; reason: string; feeCents: number }
  | { kind: 'fraud-warning'; warningId: string; chargeId: string }
  | { kind: 'fee'; transactionId: string; amountCents: number; description: string }
  | { kind: 'balance-added'; accountId: string | null; amountCents: number }
  | { kind: 'account'; accountId: string; change: string }
  | { kind: 'webhook'; eventId: string; type: string; fault: 'drop' | 'fail' | 'duplicate' | 'delay' | 'reorder' }
  | { kind: 'api-fault'; how: string; method: string; path: string; key: string | null }
  | { kind: 'replay'; method: string; path: string; key: string; status: number }

/** An `inquiry` moves nothing; `reopened` is a lost one that is appealed. */
export type DisputeState = 'inquiry' | 'opened' | 'won' | 'lost' | 'reopened' | 'inquiry-closed' | 'prevented'

export type LogEntry = LoggedFact & { sequence: number; atSeconds: number }

export function log(store: Store, fact: LoggedFact, atSeconds = store.nowSeconds()): void {
  const sequence = store.tables.log.size + 1
  store.tables.log.set(String(sequence), { ...fact, sequence, atSeconds })
  store.changed()
}

/** Entries later than a sequence number, oldest first. */
export function logAfter(store: Store, sequence = 0): LogEntry[] {
  return [...store.tables.log.values()].slice(sequence)
}
