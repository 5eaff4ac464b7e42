// A grant leaves the pool when it is promised, and is a lot that only its app may spend.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { grantPool, lot } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { grantIssued } from './grant-issued.ts'

const [transactionId, appId, walletId, lotId] = [newId(), newId(), newId(), newId()]
const grant = { transactionId, mode: 'live', appId, walletId, lotId, operationKey: 'grant:welcome-ann' } as const

describe('a grant', () => {
  it('moves from the pool to a new lot, as in the example', () => {
    const issued = grantIssued({ ...grant, amountMicrocents: dollars('0.50') })
    expect(issued.transfers).toEqual([{ debit: grantPool(appId), credit: lot(lotId), amount: dollars('0.50') }])
    expect(accountChanges(issued)).toEqual({ [`grant_pool ${appId}`]: -dollars('0.50'), [`lot ${lotId}`]: dollars('0.50') })
    expect(issued).toMatchObject({ kind: 'grant.issued', operationKey: 'grant:welcome-ann', walletId, walletIds: [walletId] })
  })

  it('is a lot of its own: of kind grant, bound to its app, ending when it was said to end', () => {
    const expiresAt = new Date('2026-12-31T00:00:00Z')
    const { newLots } = grantIssued({ ...grant, amountMicrocents: dollars('0.50'), expiresAt })
    expect(newLots).toEqual([{ walletId, id: lotId, kind: 'grant', appId, originalMicrocents: dollars('0.50'), expiresAt }])
  })

  it('of nothing, or of less than nothing, is refused', () => {
    expect(() => grantIssued({ ...grant, amountMicrocents: ZERO })).toThrow()
    expect(() => grantIssued({ ...grant, amountMicrocents: -1n as typeof ZERO })).toThrow(/above zero/)
  })
})
