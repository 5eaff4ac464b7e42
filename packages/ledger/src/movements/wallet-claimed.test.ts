// Claiming moves every lot whole, names where it was, and keeps the scope it is given.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { walletClaimed } from './wallet-claimed.ts'

const [transactionId, fromWalletId, toWalletId, appId, paid, given, newPaid, newGiven] = Array.from({ length: 8 }, () => newId()) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]
const expiresAt = new Date('2027-01-01')
const claimed = walletClaimed({
  ...{ transactionId, mode: 'live', fromWalletId, toWalletId },
  lots: [
    { lotId: paid, newLotId: newPaid, kind: 'topup', amountMicrocents: dollars('4.05') },
    { lotId: given, newLotId: newGiven, kind: 'grant', appId, expiresAt, amountMicrocents: dollars('0.50') },
  ],
})

describe('a claimed wallet', () => {
  it('moves what is left of each lot, as in the example', () => {
    expect(accountChanges(claimed)).toEqual({
      [`lot ${paid}`]: -dollars('4.05'),
      [`lot ${newPaid}`]: dollars('4.05'),
      [`lot ${given}`]: -dollars('0.50'),
      [`lot ${newGiven}`]: dollars('0.50'),
    })
  })

  it('makes good in every app what has no scope any more; a grant stays its app’s, and expires when it did', () => {
    expect(claimed.newLots).toEqual([
      { walletId: toWalletId, id: newPaid, kind: 'topup', originalMicrocents: dollars('4.05'), originLotId: paid },
      { walletId: toWalletId, id: newGiven, kind: 'grant', originalMicrocents: dollars('0.50'), appId, originLotId: given, expiresAt },
    ])
  })

  it('is the new owner’s history, and locks both wallets', () => {
    expect(claimed).toMatchObject({ kind: 'wallet.claimed', walletId: toWalletId, walletIds: [fromWalletId, toWalletId] })
  })

  it('of nothing is refused', () => {
    expect(() => walletClaimed({ transactionId, mode: 'live', fromWalletId, toWalletId, lots: [] })).toThrow()
  })
})
