// A day's markup becomes available: all of it, from that day, once for what had matured before.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { earningsAvailable, earningsPending } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { earningsMatured } from './earnings-matured.ts'

const [transactionId, organizationId] = [newId(), newId()]
const day = { transactionId, mode: 'live', organizationId, accrualDay: '2026-05-01', takenMicrocents: ZERO } as const

describe('earnings that matured', () => {
  it('move from pending of their day to available, as in the example', () => {
    const matured = earningsMatured({ ...day, amountMicrocents: dollars('1.20') })
    expect(matured.transfers).toEqual([
      {
        debit: earningsPending(organizationId),
        credit: earningsAvailable(organizationId),
        amount: dollars('1.20'),
        accrualDay: '2026-05-01',
      },
    ])
    expect(accountChanges(matured)).toEqual({
      [`earnings_pending ${organizationId}`]: -dollars('1.20'),
      [`earnings_available ${organizationId}`]: dollars('1.20'),
    })
    expect(matured).toMatchObject({ kind: 'earnings.matured', mode: 'live', walletIds: [], newLots: [], expiredLotIds: [] })
  })

  it('have one key per day and per amount taken before, so that a late charge of the day matures too', () => {
    const keyAfter = (taken: string) =>
      earningsMatured({ ...day, amountMicrocents: dollars('1.20'), takenMicrocents: dollars(taken) }).operationKey
    expect(keyAfter('0')).toBe(`mature:${organizationId}:2026-05-01:0`)
    expect(keyAfter('1.20')).not.toBe(keyAfter('0'))
    expect(earningsMatured({ ...day, accrualDay: '2026-05-02', amountMicrocents: dollars('1.20') }).operationKey).not.toBe(keyAfter('0'))
  })

  it('are refused where there is nothing, or less than nothing', () => {
    expect(() => earningsMatured({ ...day, amountMicrocents: ZERO })).toThrow()
    expect(() => earningsMatured({ ...day, amountMicrocents: -1n as typeof ZERO })).toThrow(/above zero/)
  })
})
