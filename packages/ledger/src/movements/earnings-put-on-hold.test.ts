// What is available when a hold begins is held, once per hold.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { earningsPutOnHold } from './earnings-put-on-hold.ts'

const [transactionId, organizationId, holdId] = [newId(), newId(), newId()]

describe('held earnings', () => {
  it('leave what is available, as in the example', () => {
    const held = earningsPutOnHold({ transactionId, organizationId, holdId, amountMicrocents: dollars('12.50') })
    expect(accountChanges(held)).toEqual({
      [`earnings_available ${organizationId}`]: -dollars('12.50'),
      [`earnings_held ${organizationId}`]: dollars('12.50'),
    })
    expect(held).toMatchObject({ kind: 'earnings.held', mode: 'live', operationKey: `earnings:hold:${holdId}` })
  })

  it('are refused for nothing', () => {
    expect(() => earningsPutOnHold({ transactionId, organizationId, holdId, amountMicrocents: ZERO })).toThrow()
  })
})
