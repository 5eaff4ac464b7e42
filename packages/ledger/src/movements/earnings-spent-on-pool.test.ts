// Earnings become money of a grant pool, all of them.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { earningsSpentOnPool } from './earnings-spent-on-pool.ts'

const [transactionId, organizationId, appId] = [newId(), newId(), newId()]
const spending = { transactionId, organizationId, appId, operationKey: 'earnings:spend:1' }

describe('earnings spent on a pool', () => {
  it('are in the pool without a fee, as in the example', () => {
    const spent = earningsSpentOnPool({ ...spending, amountMicrocents: dollars('5.00') })
    expect(accountChanges(spent)).toEqual({
      [`earnings_available ${organizationId}`]: -dollars('5.00'),
      [`grant_pool ${appId}`]: dollars('5.00'),
    })
    expect(spent).toMatchObject({ kind: 'earnings.spent_on_pool', mode: 'live', walletIds: [], newLots: [] })
  })

  it('are refused for nothing', () => {
    expect(() => earningsSpentOnPool({ ...spending, amountMicrocents: ZERO })).toThrow()
  })
})
