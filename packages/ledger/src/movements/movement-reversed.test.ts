// A reversal is the exact opposite of what it names, for movements nothing else was built on.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { goodwillGiven } from './goodwill-given.ts'
import { movementReversed } from './movement-reversed.ts'
import { topupReceived } from './topup-received.ts'

const [walletId, lotId] = [newId(), newId()]
const goodwill = goodwillGiven({
  transactionId: newId(),
  mode: 'live',
  adjustmentId: newId(),
  walletId,
  lotId,
  amountMicrocents: dollars('2.00'),
})

describe('a reversed movement', () => {
  it('undoes every account of the original and names it, as in the example', () => {
    const reversed = movementReversed({ transactionId: newId(), original: goodwill })
    const before = accountChanges(goodwill)
    for (const [account, change] of Object.entries(accountChanges(reversed))) expect(change).toBe(-(before[account] ?? 0n))
    expect(reversed).toMatchObject({
      kind: 'movement.reversed',
      operationKey: `reverse:${goodwill.transactionId}`,
      reversesId: goodwill.transactionId,
      walletIds: [walletId],
      newLots: [],
    })
  })

  it('is refused for what an order, a charge or a payout stands on', () => {
    const bought = { transactionId: newId(), mode: 'live', walletId, lotId, paymentIntent: 'pi_1', paidCents: 1_000 } as const
    const topup = topupReceived({ ...bought, creditMicrocents: dollars('8.50') })
    expect(() => movementReversed({ transactionId: newId(), original: topup })).toThrow(/not reversed by hand/)
  })
})
