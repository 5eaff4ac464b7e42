// Play money comes from its own source, once per wallet and once per app, and touches nothing live.
import { NIL_ID, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { grantPool, lot, sandboxSource } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { sandboxPoolFunded, sandboxWalletFunded } from './sandbox-funded.ts'

const [transactionId, walletId, lotId, appId] = [newId(), newId(), newId(), newId()]

describe('a sandbox wallet', () => {
  it('starts with play money, as in the example', () => {
    const funded = sandboxWalletFunded({ transactionId, walletId, lotId, amountMicrocents: dollars('100.00') })
    expect(funded.transfers).toEqual([{ debit: sandboxSource, credit: lot(lotId), amount: dollars('100.00') }])
    expect(accountChanges(funded)).toEqual({ [`sandbox_source ${NIL_ID}`]: -dollars('100.00'), [`lot ${lotId}`]: dollars('100.00') })
    expect(funded).toMatchObject({ kind: 'sandbox_wallet.funded', mode: 'sandbox', walletId, walletIds: [walletId] })
    expect(funded.newLots).toEqual([{ walletId, id: lotId, kind: 'topup', originalMicrocents: dollars('100.00') }])
  })

  it('is funded once, whatever the lot is called', () => {
    const keyOf = (id: string) =>
      sandboxWalletFunded({ transactionId: newId(), walletId, lotId: id, amountMicrocents: dollars('100.00') }).operationKey
    expect(keyOf(newId())).toBe(keyOf(newId()))
  })

  it('is refused nothing, and less than nothing', () => {
    expect(() => sandboxWalletFunded({ transactionId, walletId, lotId, amountMicrocents: ZERO })).toThrow()
    expect(() => sandboxWalletFunded({ transactionId, walletId, lotId, amountMicrocents: -1n as typeof ZERO })).toThrow(/above zero/)
  })
})

describe('a sandbox pool', () => {
  it('is filled from the same source, once per app', () => {
    const funded = sandboxPoolFunded({ transactionId, appId, amountMicrocents: dollars('100.00') })
    expect(funded.transfers).toEqual([{ debit: sandboxSource, credit: grantPool(appId), amount: dollars('100.00') }])
    expect(funded).toMatchObject({ kind: 'sandbox_pool.funded', mode: 'sandbox', operationKey: `sandbox-pool:${appId}`, newLots: [] })
    expect(() => sandboxPoolFunded({ transactionId, appId, amountMicrocents: ZERO })).toThrow()
    expect(() => sandboxPoolFunded({ transactionId, appId, amountMicrocents: -1n as typeof ZERO })).toThrow(/above zero/)
  })
})
