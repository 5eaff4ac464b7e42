// What is left of a grant goes back to the pool, and its lot may not be spent any more.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { grantPool, lot } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { grantReturned } from './grant-returned.ts'

const [transactionId, appId, walletId, lotId] = [newId(), newId(), newId(), newId()]
const rest = { transactionId, mode: 'live', appId, walletId, lotId } as const

describe('a returned grant', () => {
  it('moves what is left and not held to the pool, as in the example', () => {
    const returned = grantReturned({ ...rest, amountMicrocents: dollars('0.25') })
    expect(returned.transfers).toEqual([{ debit: lot(lotId), credit: grantPool(appId), amount: dollars('0.25') }])
    expect(accountChanges(returned)).toEqual({ [`lot ${lotId}`]: -dollars('0.25'), [`grant_pool ${appId}`]: dollars('0.25') })
  })

  it('ends its lot, so that what a hold gives back later is not spendable', () => {
    const returned = grantReturned({ ...rest, amountMicrocents: dollars('0.25') })
    expect(returned).toMatchObject({ kind: 'grant.returned', walletId, walletIds: [walletId], newLots: [], expiredLotIds: [lotId] })
  })

  it('can return again: what a hold gives back is a second movement with a key of its own', () => {
    const again = grantReturned({ ...rest, transactionId: newId(), amountMicrocents: dollars('0.25') })
    expect(again.operationKey).not.toBe(grantReturned({ ...rest, amountMicrocents: dollars('0.25') }).operationKey)
  })

  it('of nothing, or of less than nothing, is refused', () => {
    expect(() => grantReturned({ ...rest, amountMicrocents: ZERO })).toThrow()
    expect(() => grantReturned({ ...rest, amountMicrocents: -1n as typeof ZERO })).toThrow(/above zero/)
  })
})
