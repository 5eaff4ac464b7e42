// Stripe's lines of a dispute: what left our balance, what came back, and Stripe's own fee in both directions.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { disputeLineBooked } from './dispute-line-booked.ts'

const disputeId = newId()
const line = { transactionId: newId(), mode: 'live', disputeId, step: 1 } as const

describe('a booked line of a dispute', () => {
  it('takes what was disputed and the fee, as in the example', () => {
    expect(accountChanges(disputeLineBooked({ ...line, amountCents: -1_000, feeCents: 1_500 }))).toEqual({
      [`disputed ${disputeId}`]: -dollars('10.00'),
      [`dispute_fee ${NIL_ID}`]: -dollars('15.00'),
      [`stripe_balance ${NIL_ID}`]: dollars('25.00'),
    })
  })

  it('gives back what came back, and the fee where Stripe returns it', () => {
    expect(accountChanges(disputeLineBooked({ ...line, step: 2, amountCents: 1_000, feeCents: -1_500 }))).toEqual({
      [`disputed ${disputeId}`]: dollars('10.00'),
      [`dispute_fee ${NIL_ID}`]: dollars('15.00'),
      [`stripe_balance ${NIL_ID}`]: -dollars('25.00'),
    })
  })

  it('takes the fee of a line that gives the money back', () => {
    const changes = accountChanges(disputeLineBooked({ ...line, amountCents: 1_000, feeCents: 1_500 }))
    expect(changes[`stripe_balance ${NIL_ID}`]).toBe(dollars('5.00'))
  })

  it('of nothing is refused', () => {
    expect(() => disputeLineBooked({ ...line, amountCents: 0, feeCents: 0 })).toThrow()
  })
})
