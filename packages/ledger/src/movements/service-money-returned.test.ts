// What own services took in grants comes back as balance, never as earnings.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { serviceMoneyReturned } from './service-money-returned.ts'

describe('what own services took in grants and own money', () => {
  it('becomes a lot of the organization’s wallet, once for each amount taken before', () => {
    const [organizationId, walletId, lotId] = [newId(), newId(), newId()]
    const amounts = { amountMicrocents: dollars('3.00'), takenMicrocents: dollars('1.00') }
    const movement = serviceMoneyReturned({ transactionId: newId(), mode: 'live', organizationId, walletId, lotId, ...amounts })
    expect(accountChanges(movement)).toEqual({
      [`service_returned ${organizationId}`]: -dollars('3.00'),
      [`lot ${lotId}`]: dollars('3.00'),
    })
    expect(movement.operationKey).toBe(`service-return:live:${organizationId}:100000000`)
    expect(movement.newLots).toEqual([{ walletId, id: lotId, kind: 'topup', originalMicrocents: dollars('3.00') }])
  })
})
