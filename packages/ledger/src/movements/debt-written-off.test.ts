// A debt that is written off becomes our loss, and never more than is owed.
import { NIL_ID, newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { debtWrittenOff } from './debt-written-off.ts'

const [organizationId, walletId] = [newId(), newId()]
const writeOff = { transactionId: newId(), mode: 'live', adjustmentId: newId() } as const

describe('a written off debt', () => {
  it('leaves what is owed and becomes our loss, as in the example', () => {
    const debtor = { kind: 'organization_receivable', organizationId } as const
    const movement = debtWrittenOff({ ...writeOff, debtor, amountMicrocents: dollars('0.65') })
    expect(accountChanges(movement)).toEqual({
      [`bad_debt ${NIL_ID}`]: -dollars('0.65'),
      [`organization_receivable ${organizationId}`]: dollars('0.65'),
    })
  })

  it('can be a user’s', () => {
    const movement = debtWrittenOff({ ...writeOff, debtor: { kind: 'user_receivable', walletId }, amountMicrocents: dollars('1.00') })
    expect(movement.transfers[0]?.credit).toEqual({ kind: 'user_receivable', id: walletId })
  })

  it('of nothing is refused', () => {
    expect(() => debtWrittenOff({ ...writeOff, debtor: { kind: 'user_receivable', walletId }, amountMicrocents: ZERO })).toThrow()
  })
})
