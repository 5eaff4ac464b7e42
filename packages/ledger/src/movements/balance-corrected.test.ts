// A correction posts the difference: up at our cost, down from free money first, and never from a developer's grant.
import { NIL_ID, newId } from '@farebox/db'
import { microcents, ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { balanceCorrected, takeFromLots } from './balance-corrected.ts'

const [transactionId, adjustmentId, walletId, lotId, other] = [newId(), newId(), newId(), newId(), newId()]
const correction = { transactionId, mode: 'live', adjustmentId, walletId } as const

describe('a corrected balance', () => {
  it('goes up by a new promotion at our cost, as in the example', () => {
    const movement = balanceCorrected({ ...correction, direction: 'up', lotId, amountMicrocents: dollars('0.50') })
    expect(accountChanges(movement)).toEqual({ [`adjustment ${NIL_ID}`]: -dollars('0.50'), [`lot ${lotId}`]: dollars('0.50') })
    expect(movement.newLots).toMatchObject([{ walletId, id: lotId, kind: 'promotion' }])
  })

  it('goes down by what is taken from each lot, as in the example', () => {
    const takes = [
      { lotId, amountMicrocents: dollars('0.40') },
      { lotId: other, amountMicrocents: dollars('0.60') },
    ]
    const movement = balanceCorrected({ ...correction, direction: 'down', takes })
    expect(accountChanges(movement)).toEqual({
      [`lot ${lotId}`]: -dollars('0.40'),
      [`lot ${other}`]: -dollars('0.60'),
      [`adjustment ${NIL_ID}`]: dollars('1.00'),
    })
    expect(movement).toMatchObject({ kind: 'balance.corrected', operationKey: `adjustment:${adjustmentId}`, newLots: [] })
  })

  it('of nothing is refused', () => {
    expect(() => balanceCorrected({ ...correction, direction: 'up', lotId, amountMicrocents: ZERO })).toThrow()
    expect(() => balanceCorrected({ ...correction, direction: 'down', takes: [] })).toThrow()
  })
})

describe('what a correction downwards takes from', () => {
  const lots = [
    { lotId: 'own', kind: 'topup' as const, amountMicrocents: dollars('2.00') },
    { lotId: 'gift', kind: 'grant' as const, amountMicrocents: dollars('9.00') },
    { lotId: 'promotion', kind: 'promotion' as const, amountMicrocents: dollars('0.30') },
    { lotId: 'empty', kind: 'promotion' as const, amountMicrocents: ZERO },
  ]

  it('is free money first, then own money', () => {
    expect(takeFromLots(lots, dollars('1.00'))).toEqual([
      { lotId: 'promotion', amountMicrocents: dollars('0.30') },
      { lotId: 'own', amountMicrocents: dollars('0.70') },
    ])
  })

  it('is never a grant, though nothing else is left', () => {
    expect(takeFromLots(lots, dollars('2.30'))).toHaveLength(2)
    expect(takeFromLots(lots, microcents(dollars('2.30') + 1n))).toBeUndefined()
  })
})
