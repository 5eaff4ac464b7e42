// What we give costs us, and is free money in the wallet.
import { NIL_ID, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { goodwillGiven } from './goodwill-given.ts'

const [transactionId, adjustmentId, walletId, lotId] = [newId(), newId(), newId(), newId()]
const given = { transactionId, mode: 'live', adjustmentId, walletId, lotId } as const

describe('goodwill', () => {
  it('fills a new promotion at our cost, as in the example', () => {
    const movement = goodwillGiven({ ...given, amountMicrocents: dollars('2.00') })
    expect(accountChanges(movement)).toEqual({ [`adjustment ${NIL_ID}`]: -dollars('2.00'), [`lot ${lotId}`]: dollars('2.00') })
    expect(movement).toMatchObject({
      kind: 'goodwill.given',
      operationKey: `adjustment:${adjustmentId}`,
      newLots: [{ walletId, id: lotId, kind: 'promotion', originalMicrocents: dollars('2.00') }],
    })
  })

  it('of nothing is refused', () => {
    expect(() => goodwillGiven({ ...given, amountMicrocents: ZERO })).toThrow()
  })
})
