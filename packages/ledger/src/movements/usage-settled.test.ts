// How the money of one call splits: the provider's cost first, then our margin, then the developer's markup on what was paid for.
import { NIL_ID, newId } from '@farebox/db'
import { type Microcents, sum } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { earningsPending, lot, margin, providerPayable, usageLoss } from '../account.ts'
import { accountChanges, dollars } from '../testing.ts'
import { type UsageSettled, usageSettled } from './usage-settled.ts'

const [holdId, walletId, organizationId, providerId] = [newId(), newId(), newId(), newId()]
const [grant, promotion, older, newer] = [newId(), newId(), newId(), newId()]
const call = { holdId, mode: 'live', walletId, organizationId, providerId, accrualDay: '2026-05-01' } as const
const paidLine = (lotId: string, amount: string) => ({ lotId, kind: 'topup' as const, amountMicrocents: dollars(amount) })
const settled = (facts: Pick<UsageSettled, 'lines' | 'baseMicrocents' | 'markupBps' | 'providerCostMicrocents'>) =>
  usageSettled({ ...call, ...facts })

describe('settled usage', () => {
  it('is provider cost, margin and markup, as in the example', () => {
    const movement = settled({
      lines: [paidLine(older, '0.0115')],
      baseMicrocents: dollars('0.0100'),
      markupBps: 1_500,
      providerCostMicrocents: dollars('0.0092'),
    })
    expect(movement.transfers).toEqual([
      { debit: lot(older), credit: providerPayable(providerId), amount: dollars('0.0092') },
      { debit: lot(older), credit: margin(providerId), amount: dollars('0.0008') },
      { debit: lot(older), credit: earningsPending(organizationId), amount: dollars('0.0015'), accrualDay: '2026-05-01' },
    ])
    expect(movement).toMatchObject({ kind: 'usage.settled', transactionId: holdId, operationKey: `settle:${holdId}`, walletId })
    expect(accountChanges(movement)[`lot ${older}`]).toBe(-dollars('0.0115'))
  })

  it('M70: takes markup only on the base that the user’s own money paid', () => {
    const movement = settled({
      lines: [
        { lotId: grant, kind: 'grant', amountMicrocents: dollars('0.30') },
        { lotId: promotion, kind: 'promotion', amountMicrocents: dollars('0.20') },
        paidLine(older, '0.33'),
        paidLine(newer, '0.22'),
      ],
      baseMicrocents: dollars('1.00'),
      markupBps: 1_000,
      providerCostMicrocents: dollars('1.00'),
    })
    expect(accountChanges(movement)).toEqual({
      [`lot ${grant}`]: -dollars('0.30'),
      [`lot ${promotion}`]: -dollars('0.20'),
      [`lot ${older}`]: -dollars('0.33'),
      [`lot ${newer}`]: -dollars('0.22'),
      [`provider_payable ${providerId}`]: dollars('1.00'),
      [`earnings_pending ${organizationId}`]: dollars('0.05'),
    })
    const freeDebits = movement.transfers.filter(({ debit }) => debit.id === grant || debit.id === promotion)
    expect(freeDebits.map(({ credit }) => credit.kind)).toEqual(['provider_payable', 'provider_payable'])
  })

  it('books what the provider bills beyond the base as our loss, without markup', () => {
    const movement = settled({
      lines: [paidLine(older, '1.15')],
      baseMicrocents: dollars('1.00'),
      markupBps: 1_500,
      providerCostMicrocents: dollars('1.70'),
    })
    expect(accountChanges(movement)).toEqual({
      [`lot ${older}`]: -dollars('1.15'),
      [`provider_payable ${providerId}`]: dollars('1.70'),
      [`earnings_pending ${organizationId}`]: dollars('0.15'),
      [`usage_loss ${NIL_ID}`]: -dollars('0.70'),
    })
    expect(movement.transfers.at(-1)).toEqual({ debit: usageLoss, credit: providerPayable(providerId), amount: dollars('0.70') })
  })

  it('shares one microcent of markup over many lots without losing it or making another', () => {
    const lines = Array.from({ length: 7 }, () => ({ lotId: newId(), kind: 'topup' as const, amountMicrocents: 3n as Microcents }))
    const movement = settled({
      lines,
      baseMicrocents: 19n as Microcents,
      markupBps: 600,
      providerCostMicrocents: 5n as Microcents,
    })
    const to = (kind: string) => sum(movement.transfers.filter(({ credit }) => credit.kind === kind).map(({ amount }) => amount))
    expect([to('provider_payable'), to('margin'), to('earnings_pending')]).toEqual([5n, 14n, 1n])
    expect(movement.transfers.every(({ amount }) => amount > 0n)).toBe(true)
  })

  it('is refused where nothing moves, or the parts could not be right', () => {
    const free = { lines: [paidLine(older, '1.00')], baseMicrocents: dollars('0'), markupBps: 0, providerCostMicrocents: dollars('0') }
    expect(() => settled(free)).toThrow()
    expect(() => settled({ ...free, providerCostMicrocents: -1n as Microcents })).toThrow()
    expect(() => settled({ ...free, baseMicrocents: -1n as Microcents })).toThrow()
    expect(() => settled({ ...free, baseMicrocents: dollars('0.10'), markupBps: -1 })).toThrow()
    expect(() => settled({ ...free, baseMicrocents: dollars('0.10'), markupBps: 0.5 })).toThrow()
  })
})
