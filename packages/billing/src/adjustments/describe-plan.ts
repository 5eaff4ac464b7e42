// A planned movement as operators read it: every transfer, and each balance before and after.
import type { DatabaseTransaction } from '@farebox/db'
import type { Account, Movement } from '@farebox/ledger'
import { type Microcents, microcents, ZERO } from '@farebox/money'
import { accountName, creditSign, type ExplainedKind } from '../explain/accounts.ts'
import { storedBalance } from '../explain/stored-balance.ts'

export type NamedAccount = { kind: ExplainedKind; id: string; name: string }

export type AdjustmentPlan = {
  movement: string
  sentence: string
  /** What whoever decides should know first, each a sentence. */
  warnings: string[]
  transfers: { debit: NamedAccount; credit: NamedAccount; amount: Microcents }[]
  balances: { account: NamedAccount; before: Microcents; after: Microcents }[]
}

export async function describePlan(
  transaction: DatabaseTransaction,
  { movement, sentence, warnings }: { movement: Movement; sentence: string; warnings: string[] },
): Promise<AdjustmentPlan> {
  const changes = new Map<string, { account: Account; change: bigint }>()
  for (const { debit, credit, amount } of movement.transfers) {
    add(changes, debit, -amount)
    add(changes, credit, amount)
  }
  const balances: AdjustmentPlan['balances'] = []
  for (const { account, change } of changes.values()) {
    const before = await storedBalance(transaction, movement.mode, account)
    balances.push({ account: named(account), before, after: microcents(before + change * BigInt(creditSign(account.kind))) })
  }
  const transfers = movement.transfers.map(({ debit, credit, amount }) => ({ debit: named(debit), credit: named(credit), amount }))
  return { movement: movement.kind, sentence, warnings, transfers, balances }
}

const named = ({ kind, id }: Account): NamedAccount => ({ kind, id, name: accountName(kind) })

function add(changes: Map<string, { account: Account; change: bigint }>, account: Account, amount: bigint): void {
  const key = `${account.kind} ${account.id}`
  changes.set(key, { account, change: (changes.get(key)?.change ?? ZERO) + amount })
}

/** What of a plan must be the same when it is approved: every transfer. New lots have another id each time. */
export function essenceOf({ movement, transfers }: Pick<AdjustmentPlan, 'movement' | 'transfers'>, newLotIds: readonly string[]): string {
  const text = JSON.stringify({
    movement,
    transfers: transfers.map(({ debit, credit, amount }) => [debit.kind, debit.id, credit.kind, credit.id, String(amount)]),
  })
  return newLotIds.reduce((spelling, id, place) => spelling.replaceAll(id, `new lot ${place}`), text)
}
