// A payout is whole cents of what is available, after the debt; it cannot be reserved twice, nor for more than there is.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { earningsAvailable, organizationReceivable, payoutReserve } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { payoutReserved } from './payout-reserved.ts'

const [transactionId, organizationId, payoutId] = [newId(), newId(), newId()]
const reserve = { transactionId, organizationId, payoutId, amountCents: 1_034 }

describe('a reserved payout', () => {
  it('repays the debt first, and sets whole cents aside, as in the example', () => {
    const reserved = payoutReserved({ ...reserve, recoupedMicrocents: dollars('2.00') })
    expect(reserved.transfers).toEqual([
      { debit: earningsAvailable(organizationId), credit: organizationReceivable(organizationId), amount: dollars('2.00') },
      { debit: earningsAvailable(organizationId), credit: payoutReserve(payoutId), amount: dollars('10.34') },
    ])
    expect(accountChanges(reserved)).toEqual({
      [`earnings_available ${organizationId}`]: -dollars('12.34'),
      [`organization_receivable ${organizationId}`]: dollars('2.00'),
      [`payout ${payoutId}`]: dollars('10.34'),
    })
    expect(reserved).toMatchObject({ kind: 'payout.reserved', mode: 'live', operationKey: `payout:reserve:${payoutId}` })
  })

  it('without a debt has one transfer', () => {
    expect(payoutReserved({ ...reserve, recoupedMicrocents: ZERO }).transfers).toHaveLength(1)
  })

  it('is refused for less than a cent, or a fraction of one', () => {
    expect(() => payoutReserved({ ...reserve, amountCents: 0, recoupedMicrocents: ZERO })).toThrow()
    expect(() => payoutReserved({ ...reserve, amountCents: -1, recoupedMicrocents: ZERO })).toThrow(/above zero/)
    expect(() => payoutReserved({ ...reserve, amountCents: 0.5, recoupedMicrocents: ZERO })).toThrow()
  })
})
