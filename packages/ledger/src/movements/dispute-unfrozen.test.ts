// What was frozen is free again: money in a new lot that names the one that was bought, earnings where they were.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { disputeUnfrozen } from './dispute-unfrozen.ts'

const [disputeId, walletId, lotId, originLotId, appId, organizationId] = Array.from({ length: 6 }, () => newId()) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const back = { transactionId: newId(), mode: 'live', disputeId, step: 3 } as const

describe('an unfrozen payment', () => {
  it('is in a new lot, and its markup waits on in its day, as in the example', () => {
    const unfrozen = disputeUnfrozen({
      ...back,
      lot: { walletId, lotId, originLotId, amountMicrocents: dollars('3.50') },
      earnings: [{ organizationId, accrualDay: '2026-05-01', amountMicrocents: dollars('0.65') }],
    })
    expect(accountChanges(unfrozen)).toEqual({
      [`dispute_hold ${disputeId}`]: -dollars('3.50'),
      [`lot ${lotId}`]: dollars('3.50'),
      [`earnings_held ${organizationId}`]: -dollars('0.65'),
      [`earnings_pending ${organizationId}`]: dollars('0.65'),
    })
    expect(unfrozen.newLots).toMatchObject([{ id: lotId, originLotId, kind: 'topup', originalMicrocents: dollars('3.50') }])
    expect(unfrozen.transfers.at(-1)).toMatchObject({ accrualDay: '2026-05-01' })
  })

  it('returns a pool’s money to the pool, and what was available to available', () => {
    const unfrozen = disputeUnfrozen({
      ...back,
      pool: { appId, amountMicrocents: dollars('2.00') },
      earnings: [{ organizationId, accrualDay: null, amountMicrocents: dollars('0.10') }],
    })
    expect(accountChanges(unfrozen)).toMatchObject({
      [`grant_pool ${appId}`]: dollars('2.00'),
      [`earnings_available ${organizationId}`]: dollars('0.10'),
    })
    expect(unfrozen.newLots).toEqual([])
  })

  it('of nothing is refused', () => {
    expect(() => disputeUnfrozen({ ...back, earnings: [] })).toThrow()
  })
})
