// What is left of a disputed payment cannot be spent, and the markup it paid waits.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { disputeFrozen } from './dispute-frozen.ts'

const [disputeId, walletId, lotId, emptyLotId, appId, organizationId] = Array.from({ length: 6 }, () => newId()) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const freeze = { transactionId: newId(), mode: 'live', disputeId, step: 2, lots: [], stopped: [], earnings: [] } as const

describe('a frozen payment', () => {
  it('takes what is left of its lots and the markup of its day, as in the example', () => {
    const frozen = disputeFrozen({
      ...freeze,
      lots: [{ walletId, lotId, amountMicrocents: dollars('3.50') }],
      stopped: [{ walletId, lotId: emptyLotId }],
      earnings: [{ organizationId, accrualDay: '2026-05-01', amountMicrocents: dollars('0.65') }],
    })
    expect(accountChanges(frozen)).toEqual({
      [`lot ${lotId}`]: -dollars('3.50'),
      [`dispute_hold ${disputeId}`]: dollars('3.50'),
      [`earnings_pending ${organizationId}`]: -dollars('0.65'),
      [`earnings_held ${organizationId}`]: dollars('0.65'),
    })
    expect(frozen).toMatchObject({ walletIds: [walletId], expiredLotIds: [lotId, emptyLotId], operationKey: `dispute:${disputeId}:2` })
    expect(frozen.transfers.at(-1)).toMatchObject({ accrualDay: '2026-05-01' })
  })

  it('takes matured markup of what is available, and a pool’s money of the pool', () => {
    const frozen = disputeFrozen({
      ...freeze,
      pool: { appId, amountMicrocents: dollars('2.00') },
      earnings: [{ organizationId, accrualDay: null, amountMicrocents: dollars('0.10') }],
    })
    expect(accountChanges(frozen)).toMatchObject({
      [`grant_pool ${appId}`]: -dollars('2.00'),
      [`earnings_available ${organizationId}`]: -dollars('0.10'),
    })
  })

  it('of nothing is refused', () => {
    expect(() => disputeFrozen({ ...freeze, lots: [{ walletId, lotId, amountMicrocents: ZERO }] })).toThrow()
  })
})
