// What Stripe takes for itself is our cost; what it gives back is less of it.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { stripeChargeBooked } from './stripe-charge-booked.ts'

const charge = { transactionId: newId(), mode: 'live', sourceId: 'txn_1', category: 'fee' } as const

describe('a booked charge of Stripe’s own', () => {
  it('leaves Stripe’s balance as our cost, as in the example', () => {
    const booked = stripeChargeBooked({ ...charge, netCents: -200 })
    expect(accountChanges(booked)).toEqual({ [`stripe_fee ${NIL_ID}`]: -dollars('2.00'), [`stripe_balance ${NIL_ID}`]: dollars('2.00') })
    expect(booked).toMatchObject({ kind: 'stripe_charge.booked', operationKey: 'stripe:fee:txn_1' })
  })

  it('comes back where Stripe gave it back', () => {
    const changes = accountChanges(stripeChargeBooked({ ...charge, netCents: 75 }))
    expect(changes[`stripe_balance ${NIL_ID}`]).toBe(-dollars('0.75'))
  })

  it('of nothing is refused', () => {
    expect(() => stripeChargeBooked({ ...charge, netCents: 0 })).toThrow()
  })
})
