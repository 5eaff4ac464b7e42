// A payout leaves our balance at Stripe once, whichever attempt succeeded.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { payoutReserve, stripeBalance } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { payoutSent } from './payout-sent.ts'

const [transactionId, payoutId] = [newId(), newId()]

describe('a sent payout', () => {
  it('moves what was reserved out of our balance at Stripe, as in the example', () => {
    const sent = payoutSent({ transactionId, payoutId, amountCents: 1_034 })
    expect(sent.transfers).toEqual([{ debit: payoutReserve(payoutId), credit: stripeBalance, amount: dollars('10.34') }])
    expect(accountChanges(sent)).toEqual({ [`payout ${payoutId}`]: -dollars('10.34'), [`stripe_balance ${NIL_ID}`]: dollars('10.34') })
  })

  it('has one key per payout, so that a second confirmation moves nothing', () => {
    const keys = [newId(), newId()].map((id) => payoutSent({ transactionId: id, payoutId, amountCents: 1_034 }).operationKey)
    expect(new Set(keys)).toEqual(new Set([`payout:sent:${payoutId}`]))
  })

  it('is refused for nothing', () => {
    expect(() => payoutSent({ transactionId, payoutId, amountCents: 0 })).toThrow()
  })
})
