// A refund that did not happen is put back: the money in a new lot, the fee with us, a debt as far as it still is one.
import { NIL_ID, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { refundUndone } from './refund-undone.ts'

const [refundId, walletId, lotId, appId] = [newId(), newId(), newId(), newId()]
const refund = { transactionId: newId(), mode: 'live', refundId } as const

describe('a refund that failed', () => {
  it('undone is in a new lot that names the old one, and the fee is ours again, as in the example', () => {
    const newLotId = newId()
    const back = { kind: 'lot', walletId, newLotId, originLotId: lotId, appId: undefined, amountMicrocents: dollars('8.50') } as const
    const movement = refundUndone({ ...refund, reversesId: newId(), returns: [back], feeMicrocents: dollars('1.50') })
    expect(movement.newLots).toMatchObject([{ walletId, id: newLotId, kind: 'topup', originLotId: lotId }])
    expect(accountChanges(movement)).toEqual({
      [`refund_payable ${refundId}`]: -dollars('10.00'),
      [`lot ${newLotId}`]: dollars('8.50'),
      [`package_fee ${NIL_ID}`]: dollars('1.50'),
    })
  })

  it('makes a debt smaller, or fills the pool again; nothing moves where nothing was taken', () => {
    const debt = { kind: 'debt', debtor: { kind: 'user_receivable', walletId }, amountMicrocents: dollars('2.50') } as const
    const pool = { kind: 'grant_pool', appId, amountMicrocents: dollars('1.00') } as const
    const nothing = { kind: 'lot', walletId, newLotId: newId(), originLotId: lotId, appId: undefined, amountMicrocents: ZERO } as const
    const movement = refundUndone({ ...refund, reversesId: newId(), returns: [debt, pool, nothing], feeMicrocents: ZERO })
    expect(movement.newLots).toEqual([])
    expect(accountChanges(movement)).toEqual({
      [`refund_payable ${refundId}`]: -dollars('3.50'),
      [`user_receivable ${walletId}`]: dollars('2.50'),
      [`grant_pool ${appId}`]: dollars('1.00'),
    })
  })
})
