// What a user owes is repaid from the wallet's own lots.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { debtRepaid } from './debt-repaid.ts'

const [walletId, lotId] = [newId(), newId()]

describe('a debt', () => {
  it('repays a debt from the wallet’s own lots, as in the example', () => {
    const takes = [{ lotId, amountMicrocents: dollars('2.50') }]
    expect(accountChanges(debtRepaid({ transactionId: newId(), mode: 'live', walletId, takes }))).toEqual({
      [`lot ${lotId}`]: -dollars('2.50'),
      [`user_receivable ${walletId}`]: dollars('2.50'),
    })
    expect(() => debtRepaid({ transactionId: newId(), mode: 'live', walletId, takes: [] })).toThrow()
  })
})
