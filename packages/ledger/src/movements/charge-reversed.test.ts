// A charge goes back where it came from.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { earningsPending, serviceReturned } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { type ChargeReversed, chargeReversed } from './charge-reversed.ts'

const [organizationId, grant, topup] = [newId(), newId(), newId()]
const parts: ChargeReversed['parts'] = [
  { lotId: grant, amountMicrocents: dollars('0.02'), from: serviceReturned(organizationId) },
  { lotId: topup, amountMicrocents: dollars('0.08'), from: earningsPending(organizationId), accrualDay: '2026-05-24' },
]
const facts = { transactionId: newId(), chargeId: newId(), mode: 'live', walletId: newId(), organizationId, parts } as const

describe('a charge given back', () => {
  it('returns each part to its lot, from the day it was earned on', () => {
    const movement = chargeReversed({ ...facts, earningsAre: 'pending' })
    expect(accountChanges(movement)).toEqual({
      [`service_returned ${organizationId}`]: -dollars('0.02'),
      [`lot ${grant}`]: dollars('0.02'),
      [`earnings_pending ${organizationId}`]: -dollars('0.08'),
      [`lot ${topup}`]: dollars('0.08'),
    })
    expect(movement.transfers.map(({ accrualDay }) => accrualDay)).toEqual([undefined, '2026-05-24'])
    expect(movement).toMatchObject({ reversesId: facts.chargeId, operationKey: `reverse:${facts.chargeId}` })
  })

  it('is taken from what is available once the delay is over', () => {
    expect(accountChanges(chargeReversed({ ...facts, earningsAre: 'available' }))).toMatchObject({
      [`earnings_available ${organizationId}`]: -dollars('0.08'),
      [`lot ${topup}`]: dollars('0.08'),
    })
  })
})
