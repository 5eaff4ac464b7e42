// What a bank gave back by its word and Stripe never paid: ours to bear, until it comes after all.
import { NIL_ID, newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { disputeWriteOffReturned, disputeWrittenOff } from './dispute-written-off.ts'

const disputeId = newId()
const facts = { transactionId: newId(), mode: 'live', disputeId, step: 4, amountMicrocents: dollars('10.00') } as const

describe('a dispute that is written off', () => {
  it('is our loss as in the example, and no more once the money came', () => {
    const loss = { [`dispute_loss ${NIL_ID}`]: -dollars('10.00'), [`disputed ${disputeId}`]: dollars('10.00') }
    expect(accountChanges(disputeWrittenOff(facts))).toEqual(loss)
    const back = { [`dispute_loss ${NIL_ID}`]: dollars('10.00'), [`disputed ${disputeId}`]: -dollars('10.00') }
    expect(accountChanges(disputeWriteOffReturned(facts))).toEqual(back)
    expect(disputeWrittenOff(facts).operationKey).toBe(`dispute:${disputeId}:4`)
  })
})
