// What a hold set aside is available again, once.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { earningsReleased } from './earnings-released.ts'

const [transactionId, organizationId, holdId] = [newId(), newId(), newId()]

describe('released earnings', () => {
  it('are available again, as in the example', () => {
    const released = earningsReleased({ transactionId, organizationId, holdId, amountMicrocents: dollars('12.50') })
    expect(accountChanges(released)).toEqual({
      [`earnings_held ${organizationId}`]: -dollars('12.50'),
      [`earnings_available ${organizationId}`]: dollars('12.50'),
    })
    expect(released).toMatchObject({ kind: 'earnings.released', operationKey: `earnings:release:${holdId}` })
  })

  it('are refused for nothing', () => {
    expect(() => earningsReleased({ transactionId, organizationId, holdId, amountMicrocents: ZERO })).toThrow()
  })
})
