// The independent model: what Stripe's side really did, from its own log alone. It knows nothing of our ledger or our use cases, and
// must stay so: it is what they are compared with.
import type { LogEntry } from '@farebox/stand-ins'

export type TransferTruth = { transferId: string; accountId: string; payoutId: string | null; amountCents: bigint; reversedCents: bigint }

export type StripeTruth = {
  /** Of the platform: payments less fees, less what left, plus what came back. */
  balanceCents: bigint
  transfers: TransferTruth[]
  /** What each account received, and what was taken back from it. */
  accounts: Map<string, { transferredCents: bigint; reversedCents: bigint }>
}

export function truthOf(log: readonly LogEntry[]): StripeTruth {
  const transfers = new Map<string, TransferTruth>()
  let balanceCents = 0n
  for (const entry of log) {
    balanceCents += changeOfBalance(entry)
    if (entry.kind === 'transfer') {
      const { transferId, accountId, amountCents, metadata } = entry
      const payoutId = metadata.payout_id ?? null
      transfers.set(transferId, { transferId, accountId, payoutId, amountCents: BigInt(amountCents), reversedCents: 0n })
    }
    if (entry.kind === 'reversal') {
      const transfer = transfers.get(entry.transferId)
      if (!transfer) throw new Error(`The log reverses ${entry.transferId} and never made it.`)
      transfer.reversedCents += BigInt(entry.amountCents)
    }
  }
  return { balanceCents, transfers: [...transfers.values()], accounts: accountsOf([...transfers.values()]) }
}

/** In cents, of the platform's own balance. */
function changeOfBalance(entry: LogEntry): bigint {
  if (entry.kind === 'charge') return BigInt(entry.amountCents) - BigInt(entry.feeCents)
  if (entry.kind === 'transfer') return -BigInt(entry.amountCents)
  if (entry.kind === 'reversal') return BigInt(entry.amountCents)
  if (entry.kind === 'fee') return -BigInt(entry.amountCents)
  if (entry.kind === 'balance-added' && entry.accountId === null) return BigInt(entry.amountCents)
  if (entry.kind === 'payout' && entry.accountId === null) return ourBankPayout(entry)
  return 0n
}

function ourBankPayout({ state, amountCents }: Extract<LogEntry, { kind: 'payout' }>): bigint {
  if (state === 'created') return -BigInt(amountCents)
  return state === 'paid' ? 0n : BigInt(amountCents)
}

function accountsOf(transfers: readonly TransferTruth[]): StripeTruth['accounts'] {
  const accounts: StripeTruth['accounts'] = new Map()
  for (const { accountId, amountCents, reversedCents } of transfers) {
    const { transferredCents, reversedCents: before } = accounts.get(accountId) ?? { transferredCents: 0n, reversedCents: 0n }
    accounts.set(accountId, { transferredCents: transferredCents + amountCents, reversedCents: before + reversedCents })
  }
  return accounts
}
