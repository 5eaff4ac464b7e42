// A debt is repaid from available earnings, once per run.
import { newId } from '@farebox/db'
import { ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { earningsRecouped } from './earnings-recouped.ts'

const [transactionId, organizationId, runId] = [newId(), newId(), newId()]

describe('recouped earnings', () => {
  it('repay the debt, as in the example', () => {
    const recouped = earningsRecouped({ transactionId, organizationId, runId, amountMicrocents: dollars('3.00') })
    expect(accountChanges(recouped)).toEqual({
      [`earnings_available ${organizationId}`]: -dollars('3.00'),
      [`organization_receivable ${organizationId}`]: dollars('3.00'),
    })
    expect(recouped).toMatchObject({ kind: 'earnings.recouped', operationKey: `earnings:recoup:${runId}:${organizationId}` })
  })

  it('are refused for nothing', () => {
    expect(() => earningsRecouped({ transactionId, organizationId, runId, amountMicrocents: ZERO })).toThrow()
  })
})
