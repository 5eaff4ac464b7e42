// What was set aside for a payout that was not sent is available again, once.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { earningsAvailable, payoutReserve } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { payoutReturnedToEarnings } from './payout-returned-to-earnings.ts'

const [transactionId, organizationId, payoutId] = [newId(), newId(), newId()]
const facts = { transactionId, organizationId, payoutId }

describe('a payout returned to earnings', () => {
  it('is available again, as in the example', () => {
    const returned = payoutReturnedToEarnings({ ...facts, amountCents: 1_034 })
    expect(returned.transfers).toEqual([
      { debit: payoutReserve(payoutId), credit: earningsAvailable(organizationId), amount: dollars('10.34') },
    ])
    expect(accountChanges(returned)).toEqual({
      [`payout ${payoutId}`]: -dollars('10.34'),
      [`earnings_available ${organizationId}`]: dollars('10.34'),
    })
    expect(returned).toMatchObject({ kind: 'payout.returned_to_earnings', operationKey: `payout:return:${payoutId}` })
  })

  it('is refused for nothing', () => {
    expect(() => payoutReturnedToEarnings({ ...facts, amountCents: 0 })).toThrow()
  })
})
