// Who gets the money of a developer's own service, by whose money it was.
import { newId } from '@farebox/db'
import { describe, expect, it } from 'vitest'
import { accountChanges, dollars } from '../testing.ts'
import { type ServiceSettled, serviceSettled } from './service-settled.ts'

const [organizationId, providerId, grant, promotion, topup] = [newId(), newId(), newId(), newId(), newId()]
const facts: Omit<ServiceSettled, 'lines' | 'priceMicrocents' | 'earns'> = {
  ...{ holdId: newId(), mode: 'live', walletId: newId(), organizationId, providerId, accrualDay: '2026-06-23' },
}
const lines: ServiceSettled['lines'] = [
  { lotId: grant, kind: 'grant', amountMicrocents: dollars('0.02') },
  { lotId: promotion, kind: 'promotion', amountMicrocents: dollars('0.01') },
  { lotId: topup, kind: 'topup', amountMicrocents: dollars('0.08') },
]

describe('a settled own service', () => {
  it('is earned from the user’s own money; a grant goes back to the developer’s balance, a promotion to us', () => {
    expect(accountChanges(serviceSettled({ ...facts, lines, priceMicrocents: dollars('0.10'), earns: true }))).toEqual({
      [`lot ${grant}`]: -dollars('0.02'),
      [`lot ${promotion}`]: -dollars('0.01'),
      [`lot ${topup}`]: -dollars('0.07'),
      [`service_returned ${organizationId}`]: dollars('0.02'),
      [`margin ${providerId}`]: dollars('0.01'),
      [`earnings_pending ${organizationId}`]: dollars('0.07'),
    })
  })

  it('M69: earns nothing from the organization’s own people: what they pay goes back to it', () => {
    const changes = accountChanges(serviceSettled({ ...facts, lines, priceMicrocents: dollars('0.11'), earns: false }))
    expect(changes[`service_returned ${organizationId}`]).toBe(dollars('0.10'))
    expect(Object.keys(changes).filter((account) => account.startsWith('earnings'))).toEqual([])
  })

  it('takes free money first, and no lot beyond what was held of it', () => {
    const changes = accountChanges(serviceSettled({ ...facts, lines, priceMicrocents: dollars('0.015'), earns: true }))
    expect(changes).toEqual({
      [`lot ${grant}`]: -dollars('0.015'),
      [`service_returned ${organizationId}`]: dollars('0.015'),
    })
  })

  it('bears the day from which the delay counts on what was earned, and on nothing else', () => {
    const { transfers } = serviceSettled({ ...facts, lines, priceMicrocents: dollars('0.10'), earns: true })
    expect(transfers.map(({ credit, accrualDay }) => [credit.kind, accrualDay])).toEqual([
      ['service_returned', undefined],
      ['margin', undefined],
      ['earnings_pending', '2026-06-23'],
    ])
  })
})
