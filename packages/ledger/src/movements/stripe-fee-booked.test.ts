// Stripe's balance transaction appeared: clearing returns to zero, split into what Stripe holds for us and what it kept.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { stripeBalance, stripeFee, topupClearing } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { stripeFeeBooked } from './stripe-fee-booked.ts'
import { topupReceived } from './topup-received.ts'

const payment = { transactionId: newId(), mode: 'live', paymentIntent: 'pi_1' } as const

describe('a booked Stripe fee', () => {
  it('splits what was paid into Stripe’s balance and Stripe’s fee, as in the example', () => {
    const booked = stripeFeeBooked({ ...payment, paidCents: 1_000, feeCents: 59 })
    expect(booked.transfers).toEqual([
      { debit: stripeBalance, credit: topupClearing, amount: dollars('9.41') },
      { debit: stripeFee, credit: topupClearing, amount: dollars('0.59') },
    ])
    expect(booked).toMatchObject({ kind: 'stripe_fee.booked', operationKey: 'stripe-fee:pi_1', walletIds: [], newLots: [] })
  })

  it('brings the clearing of its payment back to exactly zero', () => {
    const received = topupReceived({ ...payment, walletId: newId(), lotId: newId(), paidCents: 1_000, creditMicrocents: dollars('8.50') })
    const clearing = `topup_clearing ${NIL_ID}`
    const booked = accountChanges(stripeFeeBooked({ ...payment, paidCents: 1_000, feeCents: 59 }))
    expect((accountChanges(received)[clearing] ?? 0n) + (booked[clearing] ?? 0n)).toBe(0n)
    expect(booked[`stripe_balance ${NIL_ID}`]).toBe(-dollars('9.41'))
    expect(booked[`stripe_fee ${NIL_ID}`]).toBe(-dollars('0.59'))
  })

  it('leaves out a fee of nothing, and a payment that is all fee', () => {
    expect(stripeFeeBooked({ ...payment, paidCents: 1_000, feeCents: 0 }).transfers).toHaveLength(1)
    expect(stripeFeeBooked({ ...payment, paidCents: 30, feeCents: 30 }).transfers).toEqual([
      { debit: stripeFee, credit: topupClearing, amount: dollars('0.30') },
    ])
  })

  it('is refused where Stripe would have kept more than was paid, or less than nothing', () => {
    expect(() => stripeFeeBooked({ ...payment, paidCents: 10, feeCents: 11 })).toThrow(/above zero/)
    expect(() => stripeFeeBooked({ ...payment, paidCents: 10, feeCents: -1 })).toThrow(/above zero/)
    expect(() => stripeFeeBooked({ ...payment, paidCents: 0, feeCents: 0 })).toThrow()
    expect(() => stripeFeeBooked({ ...payment, paidCents: 10.5, feeCents: 1 })).toThrow()
  })
})
