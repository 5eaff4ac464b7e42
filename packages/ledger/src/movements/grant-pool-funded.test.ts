// What a developer bought for a pool is in the pool; the rest of the price is the fee; Stripe owes us the whole of it.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { grantPool, packageFee, topupClearing } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { grantPoolFunded } from './grant-pool-funded.ts'

const [transactionId, appId] = [newId(), newId()]
const payment = { transactionId, mode: 'live', appId, paymentIntent: 'pi_1' } as const

describe('a funded grant pool', () => {
  it('has what was bought; the fee is kept, as in the example', () => {
    const funded = grantPoolFunded({ ...payment, paidCents: 2_100, creditMicrocents: dollars('20.00') })
    expect(funded.transfers).toEqual([
      { debit: topupClearing, credit: grantPool(appId), amount: dollars('20.00') },
      { debit: topupClearing, credit: packageFee, amount: dollars('1.00') },
    ])
    expect(accountChanges(funded)).toEqual({
      [`topup_clearing ${NIL_ID}`]: -dollars('21.00'),
      [`grant_pool ${appId}`]: dollars('20.00'),
      [`package_fee ${NIL_ID}`]: dollars('1.00'),
    })
    expect(funded).toMatchObject({ kind: 'grant_pool.funded', operationKey: 'topup:pi_1', walletIds: [], newLots: [] })
  })

  it('without a fee has no transfer of a fee', () => {
    const funded = grantPoolFunded({ ...payment, paidCents: 2_000, creditMicrocents: dollars('20.00') })
    expect(funded.transfers).toEqual([{ debit: topupClearing, credit: grantPool(appId), amount: dollars('20.00') }])
  })

  it('is refused where more would be credited than was paid, or nothing was', () => {
    expect(() => grantPoolFunded({ ...payment, paidCents: 1_999, creditMicrocents: dollars('20.00') })).toThrow(/above zero/)
    expect(() => grantPoolFunded({ ...payment, paidCents: 0, creditMicrocents: dollars('0') })).toThrow()
    expect(() => grantPoolFunded({ ...payment, paidCents: 20.5, creditMicrocents: dollars('0.10') })).toThrow()
  })
})
