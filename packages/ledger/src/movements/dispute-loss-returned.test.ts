// A lost dispute is won after all: everybody gets back the part they bore, the debtor what was repaid since.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { disputeLossReturned } from './dispute-loss-returned.ts'
import { disputeLost } from './dispute-lost.ts'

const [disputeId, walletId, lotId, organizationId] = [newId(), newId(), newId(), newId()]
const facts = { transactionId: newId(), mode: 'live', disputeId } as const
const shares = {
  frozenMicrocents: dollars('3.50'),
  held: [{ organizationId, amountMicrocents: dollars('0.65') }],
  owed: [],
  packageMicrocents: dollars('1.50'),
  lossMicrocents: dollars('4.35'),
}

describe('the loss of a dispute, returned', () => {
  it('is the exact opposite of the loss', () => {
    const back = accountChanges(disputeLossReturned({ ...facts, step: 4, shares, repaid: [] }))
    const gone = accountChanges(disputeLost({ ...facts, step: 3, shares }))
    expect(back).toEqual(Object.fromEntries(Object.entries(gone).map(([account, change]) => [account, -change])))
  })

  it('gives a debtor what was repaid of the debt since', () => {
    const nothing = { frozenMicrocents: ZERO, held: [], owed: [], packageMicrocents: ZERO, lossMicrocents: ZERO }
    const back = disputeLossReturned({
      ...{ ...facts, step: 4, shares: nothing },
      repaid: [{ organizationId, amountMicrocents: dollars('0.40') }],
      repaidByWallet: { walletId, lotId, amountMicrocents: dollars('2.00') },
    })
    expect(accountChanges(back)).toMatchObject({
      [`earnings_available ${organizationId}`]: dollars('0.40'),
      [`lot ${lotId}`]: dollars('2.00'),
    })
    expect(back).toMatchObject({ walletIds: [walletId], newLots: [{ id: lotId, kind: 'topup' }] })
  })

  it('of nothing is refused', () => {
    const nothing = { frozenMicrocents: ZERO, held: [], owed: [], packageMicrocents: ZERO, lossMicrocents: ZERO }
    expect(() => disputeLossReturned({ ...facts, step: 4, shares: nothing, repaid: [] })).toThrow()
  })
})
