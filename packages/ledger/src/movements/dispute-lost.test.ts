// Who bears a lost dispute: what was left, the markup it paid, the package's fee, and then we.
import { NIL_ID, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { disputeLost } from './dispute-lost.ts'

const [disputeId, walletId, organizationId] = [newId(), newId(), newId()]
const lost = { transactionId: newId(), mode: 'live', disputeId, step: 3 } as const
const nobody = { frozenMicrocents: ZERO, held: [], owed: [], packageMicrocents: ZERO, lossMicrocents: ZERO }

describe('a lost dispute', () => {
  it('is borne as in the example', () => {
    const movement = disputeLost({
      ...lost,
      shares: {
        frozenMicrocents: dollars('3.50'),
        held: [{ organizationId, amountMicrocents: dollars('0.65') }],
        owed: [],
        packageMicrocents: dollars('1.50'),
        lossMicrocents: dollars('4.35'),
      },
    })
    expect(accountChanges(movement)).toEqual({
      [`dispute_hold ${disputeId}`]: -dollars('3.50'),
      [`earnings_held ${organizationId}`]: -dollars('0.65'),
      [`package_fee ${NIL_ID}`]: -dollars('1.50'),
      [`dispute_loss ${NIL_ID}`]: -dollars('4.35'),
      [`disputed ${disputeId}`]: dollars('10.00'),
    })
  })

  it('is owed by an organization whose markup was paid out, and by a developer’s own wallet that was spent', () => {
    const amountMicrocents = dollars('0.65')
    const movement = disputeLost({
      ...lost,
      shares: { ...nobody, owed: [{ organizationId, amountMicrocents }], walletOwes: { walletId, amountMicrocents } },
    })
    expect(accountChanges(movement)).toMatchObject({
      [`organization_receivable ${organizationId}`]: -amountMicrocents,
      [`user_receivable ${walletId}`]: -amountMicrocents,
    })
    expect(movement.walletIds).toEqual([walletId])
  })

  it('of nothing is refused', () => {
    expect(() => disputeLost({ ...lost, shares: nobody })).toThrow()
  })
})
