// A refund leaves our balance at Stripe once, and may come back to it.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { refundCameBack, refundSent } from './refund-sent.ts'

const refundId = newId()
const refund = { transactionId: newId(), mode: 'live', refundId, amountCents: 1_000 } as const

describe('a refund at Stripe', () => {
  it('leaves our balance at Stripe once, and may come back to it', () => {
    expect(accountChanges(refundSent(refund))).toEqual({
      [`refund_payable ${refundId}`]: -dollars('10.00'),
      [`stripe_balance ${NIL_ID}`]: dollars('10.00'),
    })
    expect(accountChanges(refundCameBack(refund))).toEqual({
      [`stripe_balance ${NIL_ID}`]: -dollars('10.00'),
      [`refund_payable ${refundId}`]: dollars('10.00'),
    })
  })

  it('has a key of its own for each way', () => {
    expect([refundSent(refund), refundCameBack(refund)].map(({ operationKey }) => operationKey)).toEqual([
      `refund:sent:${refundId}`,
      `refund:came-back:${refundId}`,
    ])
    expect(() => refundSent({ ...refund, amountCents: 0 })).toThrow()
  })
})
