// Money between Stripe and our bank, in both directions.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { bankPayoutBooked } from './bank-payout-booked.ts'

const payout = { transactionId: newId(), mode: 'live', sourceId: 'po_1', category: 'payout' } as const

describe('a booked bank payout', () => {
  it('moves what left Stripe to the bank, as in the example', () => {
    expect(accountChanges(bankPayoutBooked({ ...payout, amountCents: -12_000, feeCents: 0 }))).toEqual({
      [`bank ${NIL_ID}`]: -dollars('120.00'),
      [`stripe_balance ${NIL_ID}`]: dollars('120.00'),
    })
  })

  it('that failed comes back, as a movement of its own', () => {
    const back = bankPayoutBooked({ ...payout, category: 'payout_reversal', amountCents: 12_000, feeCents: 0 })
    expect(accountChanges(back)).toEqual({ [`bank ${NIL_ID}`]: dollars('120.00'), [`stripe_balance ${NIL_ID}`]: -dollars('120.00') })
    expect(back.operationKey).not.toBe(bankPayoutBooked({ ...payout, amountCents: -12_000, feeCents: 0 }).operationKey)
  })

  it('books what Stripe took for it', () => {
    const changes = accountChanges(bankPayoutBooked({ ...payout, amountCents: -12_000, feeCents: 150 }))
    expect(changes[`stripe_fee ${NIL_ID}`]).toBe(-dollars('1.50'))
    expect(changes[`stripe_balance ${NIL_ID}`]).toBe(dollars('121.50'))
  })

  it('of nothing is refused', () => {
    expect(() => bankPayoutBooked({ ...payout, amountCents: 0, feeCents: 0 })).toThrow()
  })
})
