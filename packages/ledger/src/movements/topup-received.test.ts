// A package was paid: the wallet has its credit, we keep the fee, Stripe owes us the price. M67: credits are not dollars.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { lot, packageFee, topupClearing } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { topupReceived } from './topup-received.ts'

const [transactionId, walletId, lotId] = [newId(), newId(), newId()]
const payment = { transactionId, mode: 'live', walletId, lotId, paymentIntent: 'pi_1' } as const

describe('a top-up', () => {
  it('credits the lot and keeps the fee, as in the example', () => {
    const received = topupReceived({ ...payment, paidCents: 1_000, creditMicrocents: dollars('8.50') })
    expect(received.transfers).toEqual([
      { debit: topupClearing, credit: lot(lotId), amount: dollars('8.50') },
      { debit: topupClearing, credit: packageFee, amount: dollars('1.50') },
    ])
    expect(received).toMatchObject({ kind: 'topup.received', operationKey: 'topup:pi_1', walletId, walletIds: [walletId] })
  })

  const packages: [cents: number, credit: string, fee: string][] = [
    [500, '4.05', '0.95'],
    [1_000, '8.50', '1.50'],
    [2_500, '22.50', '2.50'],
    [5_000, '46.50', '3.50'],
  ]
  for (const [paidCents, credit, fee] of packages) {
    it(`M67, S13: of ${paidCents / 100} dollars credits $${credit} and keeps $${fee}; nothing is left over`, () => {
      const received = topupReceived({ ...payment, paidCents, creditMicrocents: dollars(credit) })
      expect(accountChanges(received)).toEqual({
        [`topup_clearing ${NIL_ID}`]: -BigInt(paidCents) * 1_000_000n,
        [`lot ${lotId}`]: dollars(credit),
        [`package_fee ${NIL_ID}`]: dollars(fee),
      })
    })
  }

  it('remembers what was charged and by which payment, and, for an unclaimed wallet, the only app that may spend it', () => {
    const appId = newId()
    const { newLots } = topupReceived({ ...payment, paidCents: 1_000, creditMicrocents: dollars('8.50'), appId })
    expect(newLots).toEqual([
      { walletId, id: lotId, kind: 'topup', originalMicrocents: dollars('8.50'), chargedCents: 1_000, paymentIntent: 'pi_1', appId },
    ])
  })

  it('without a fee has no transfer of a fee', () => {
    const received = topupReceived({ ...payment, paidCents: 1_000, creditMicrocents: dollars('10.00') })
    expect(received.transfers).toEqual([{ debit: topupClearing, credit: lot(lotId), amount: dollars('10.00') }])
  })

  it('is refused where more would be credited than was paid, or nothing was', () => {
    expect(() => topupReceived({ ...payment, paidCents: 849, creditMicrocents: dollars('8.50') })).toThrow(/above zero/)
    expect(() => topupReceived({ ...payment, paidCents: 0, creditMicrocents: dollars('0') })).toThrow()
    expect(() => topupReceived({ ...payment, paidCents: -1_000, creditMicrocents: dollars('0') })).toThrow(/above zero/)
    expect(() => topupReceived({ ...payment, paidCents: Number.NaN, creditMicrocents: dollars('8.50') })).toThrow()
  })
})
