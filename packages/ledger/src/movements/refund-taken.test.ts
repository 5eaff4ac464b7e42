// A refund takes exactly what goes back: what is left, the fee's share, and a debt for the rest.
import { NIL_ID, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { refundTaken } from './refund-taken.ts'

const [refundId, walletId, lotId, organizationId, appId] = [newId(), newId(), newId(), newId(), newId()]
const refund = { transactionId: newId(), mode: 'live', refundId, amountCents: 1_000 } as const

describe('a refund', () => {
  it('takes what is left, the fee, and what is owed, as in the example', () => {
    const sources = [{ kind: 'lot', walletId, lotId, amountMicrocents: dollars('6.00') }] as const
    const owed = { debtor: { kind: 'user_receivable', walletId }, amountMicrocents: dollars('2.50') } as const
    const movement = refundTaken({ ...refund, sources, feeMicrocents: dollars('1.50'), owed })
    expect(movement).toMatchObject({ operationKey: `refund:${refundId}`, walletId, walletIds: [walletId] })
    expect(accountChanges(movement)).toEqual({
      [`lot ${lotId}`]: -dollars('6.00'),
      [`package_fee ${NIL_ID}`]: -dollars('1.50'),
      [`user_receivable ${walletId}`]: -dollars('2.50'),
      [`refund_payable ${refundId}`]: dollars('10.00'),
    })
  })

  it('of a pool is owed by the organization', () => {
    const sources = [{ kind: 'grant_pool', appId, amountMicrocents: dollars('4.00') }] as const
    const owed = { debtor: { kind: 'organization_receivable', organizationId }, amountMicrocents: dollars('6.00') } as const
    const changes = accountChanges(refundTaken({ ...refund, sources, feeMicrocents: ZERO, owed }))
    expect(changes[`organization_receivable ${organizationId}`]).toBe(-dollars('6.00'))
    expect(changes[`grant_pool ${appId}`]).toBe(-dollars('4.00'))
  })

  it('that takes more or less than goes back is refused', () => {
    const sources = [{ kind: 'lot', walletId, lotId, amountMicrocents: dollars('8.50') }] as const
    for (const fee of ['1.49', '1.51']) {
      expect(() => refundTaken({ ...refund, sources, feeMicrocents: dollars(fee) })).toThrow(RangeError)
    }
  })
})
