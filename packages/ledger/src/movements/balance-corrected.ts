// A wallet's balance was wrong and two operators put it right: the difference is posted, the balance is never set.
import type { Mode } from '@farebox/db'
import { least, type Microcents, microcents } from '@farebox/money'
import { adjustment, lot } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type BalanceCorrected = {
  transactionId: string
  mode: Mode
  /** The adjustment two operators agreed on. */
  adjustmentId: string
  walletId: string
} & ({ direction: 'up'; lotId: string; amountMicrocents: Microcents } | { direction: 'down'; takes: readonly LotPart[] })

export type LotPart = { lotId: string; amountMicrocents: Microcents }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | adjustment | a new lot, a promotion | upwards: the difference |
 * | each lot it is taken from | adjustment | downwards: its part |
 *
 * Example: $3.00 should be $3.50: lot +$0.50, adjustment +$0.50. $3.00 should be $2.00: lots −$1.00, adjustment −$1.00.
 */
export function balanceCorrected(facts: BalanceCorrected): Movement {
  const { transactionId, mode, adjustmentId, walletId } = facts
  const correction = { transactionId, mode, walletId, walletIds: [walletId], kind: 'balance.corrected' }
  const operationKey = `adjustment:${adjustmentId}`
  if (facts.direction === 'down') {
    const transfers = facts.takes.map(({ lotId, amountMicrocents }) => ({
      debit: lot(lotId),
      credit: adjustment,
      amount: amountMicrocents,
    }))
    return movement({ ...correction, operationKey, transfers })
  }
  const { lotId, amountMicrocents } = facts
  return movement({
    ...correction,
    operationKey,
    newLots: [{ walletId, id: lotId, kind: 'promotion', originalMicrocents: amountMicrocents }],
    transfers: [{ debit: adjustment, credit: lot(lotId), amount: amountMicrocents }],
  })
}

export type CorrectableLot = LotPart & { kind: 'grant' | 'promotion' | 'topup' }

/** Which lots a correction downwards takes from: free money first, then the user's own, each in the order given; a developer's grants never. */
export function takeFromLots(lots: readonly CorrectableLot[], amountMicrocents: Microcents): LotPart[] | undefined {
  const order = [...lots.filter(({ kind }) => kind === 'promotion'), ...lots.filter(({ kind }) => kind === 'topup')]
  const takes: LotPart[] = []
  let left = amountMicrocents
  for (const { lotId, amountMicrocents: available } of order) {
    const part = least(left, available)
    if (part <= 0n) continue
    takes.push({ lotId, amountMicrocents: part })
    left = microcents(left - part)
  }
  return left === 0n ? takes : undefined
}
