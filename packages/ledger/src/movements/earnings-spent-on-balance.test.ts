// Earnings become a lot of the organization's wallet, all of them.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { earningsSpentOnBalance } from './earnings-spent-on-balance.ts'

const [transactionId, organizationId, walletId, lotId] = [newId(), newId(), newId(), newId()]
const spending = { transactionId, organizationId, walletId, lotId, operationKey: 'earnings:spend:1' }

describe('earnings spent on the balance', () => {
  it('are a new lot without a fee, as in the example', () => {
    const spent = earningsSpentOnBalance({ ...spending, amountMicrocents: dollars('5.00') })
    expect(accountChanges(spent)).toEqual({
      [`earnings_available ${organizationId}`]: -dollars('5.00'),
      [`lot ${lotId}`]: dollars('5.00'),
    })
    expect(spent.newLots).toEqual([{ walletId, id: lotId, kind: 'topup', originalMicrocents: dollars('5.00') }])
    expect(spent).toMatchObject({ kind: 'earnings.spent_on_balance', mode: 'live', walletId, walletIds: [walletId] })
  })

  it('are refused for nothing', () => {
    expect(() => earningsSpentOnBalance({ ...spending, amountMicrocents: ZERO })).toThrow()
  })
})
