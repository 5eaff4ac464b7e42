// What Stripe took back is the developer’s again: available, or held while their earnings are.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { earningsHeld } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { payoutReversed } from './payout-reversed.ts'

const [transactionId, organizationId] = [newId(), newId()]
const reversal = { transactionId, organizationId, reversalId: 'trr_1', amountCents: 400, isHeld: false }

describe('a reversed payout', () => {
  it('M77: brings back exactly what was reversed, as in the example', () => {
    const reversed = payoutReversed(reversal)
    expect(accountChanges(reversed)).toEqual({
      [`stripe_balance ${NIL_ID}`]: -dollars('4.00'),
      [`earnings_available ${organizationId}`]: dollars('4.00'),
    })
    expect(reversed).toMatchObject({ kind: 'payout.reversed', operationKey: 'payout:reversed:trr_1' })
  })

  it('goes to held earnings while a hold is open', () => {
    expect(payoutReversed({ ...reversal, isHeld: true }).transfers[0]?.credit).toEqual(earningsHeld(organizationId))
  })

  it('is booked once per reversal of Stripe’s', () => {
    expect(payoutReversed({ ...reversal, reversalId: 'trr_2' }).operationKey).not.toBe(payoutReversed(reversal).operationKey)
    expect(() => payoutReversed({ ...reversal, amountCents: 0 })).toThrow()
  })
})
