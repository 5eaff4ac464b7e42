// A developer's own balance is bought like a user's, under its own name, and is bound to no app.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { lot, packageFee, topupClearing } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { organizationWalletFunded } from './organization-wallet-funded.ts'

const [transactionId, walletId, lotId] = [newId(), newId(), newId()]
const payment = { transactionId, mode: 'live', walletId, lotId, paymentIntent: 'pi_1' } as const

describe('a funded organization wallet', () => {
  it('has what was bought; the rest of the price is the fee', () => {
    const funded = organizationWalletFunded({ ...payment, paidCents: 2_100, creditMicrocents: dollars('20.00') })
    expect(funded.transfers).toEqual([
      { debit: topupClearing, credit: lot(lotId), amount: dollars('20.00') },
      { debit: topupClearing, credit: packageFee, amount: dollars('1.00') },
    ])
    expect(accountChanges(funded)).toEqual({
      [`topup_clearing ${NIL_ID}`]: -dollars('21.00'),
      [`lot ${lotId}`]: dollars('20.00'),
      [`package_fee ${NIL_ID}`]: dollars('1.00'),
    })
    expect(funded).toMatchObject({ kind: 'organization_wallet.funded', operationKey: 'topup:pi_1', walletId, walletIds: [walletId] })
  })

  it('may spend it in every app of the organization', () => {
    const { newLots } = organizationWalletFunded({ ...payment, paidCents: 2_100, creditMicrocents: dollars('20.00') })
    expect(newLots).toHaveLength(1)
    expect(newLots[0]).toMatchObject({ kind: 'topup', appId: undefined, chargedCents: 2_100, paymentIntent: 'pi_1' })
  })

  it('without a fee has no transfer of a fee; with more credit than price it is refused', () => {
    expect(organizationWalletFunded({ ...payment, paidCents: 2_000, creditMicrocents: dollars('20.00') }).transfers).toHaveLength(1)
    expect(() => organizationWalletFunded({ ...payment, paidCents: 1_999, creditMicrocents: dollars('20.00') })).toThrow(/above zero/)
    expect(() => organizationWalletFunded({ ...payment, paidCents: 0, creditMicrocents: dollars('0') })).toThrow()
  })
})
