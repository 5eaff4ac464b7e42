// A developer's own service is paid: what other people's own money pays is the developer's; what may pay but earns nothing goes back.
// The hold functions write this movement themselves (sql/resolve-hold.sql), as they do for models (usage-settled.ts).
// What stands here is the same arithmetic for readers and for the test that compares the two on many random calls.
import type { LotKind, Mode } from '@farebox/db'
import { least, type Microcents, microcents, sum } from '@farebox/money'
import { type Account, earningsPending, lot, margin, serviceReturned } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type ServiceSettled = {
  holdId: string
  mode: Mode
  walletId: string
  /** Whose service it is. */
  organizationId: string
  /** The provider that charges of own services name. */
  providerId: string
  /** What the hold reserved of each lot, in spending order. */
  lines: readonly { lotId: string; kind: LotKind; amountMicrocents: Microcents }[]
  /** The whole charge; never more than the hold's. */
  priceMicrocents: Microcents
  /** False where the payer belongs to the developer's organization: then nothing is earned. */
  earns: boolean
  /** The day from which the organization's delay counts. */
  accrualDay: string
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | each grant | returned by services, of the organization | what it pays |
 * | each promotion | margin | what it pays |
 * | each top-up | earnings, pending | what it pays |
 * | each top-up of the organization's own people | returned by services | what it pays |
 *
 * Example: a service for $0.10, paid $0.02 by a grant and $0.08 by the user: grant −$0.02 = returned +$0.02; top-up −$0.08 = pending earnings +$0.08.
 */
export function serviceSettled({ lines, organizationId, providerId, ...facts }: ServiceSettled): Movement {
  const free = sum(lines.filter(({ kind }) => kind !== 'topup').map(({ amountMicrocents }) => amountMicrocents))
  let freeLeft: bigint = least(facts.priceMicrocents, free)
  let paidLeft: bigint = facts.priceMicrocents - freeLeft
  const transfers = lines.map(({ lotId, kind, amountMicrocents }) => {
    const amount = least(amountMicrocents, microcents(kind === 'topup' ? paidLeft : freeLeft))
    if (kind === 'topup') paidLeft -= amount
    else freeLeft -= amount
    const credit = creditOf(kind)
    return { debit: lot(lotId), credit, amount, ...(credit.kind === 'earnings_pending' && { accrualDay: facts.accrualDay }) }
  })
  return movement({
    kind: 'usage.settled',
    mode: facts.mode,
    transactionId: facts.holdId,
    operationKey: `settle:${facts.holdId}`,
    walletId: facts.walletId,
    walletIds: [facts.walletId],
    transfers,
  })

  function creditOf(kind: LotKind): Account {
    if (kind === 'promotion') return margin(providerId)
    return kind === 'topup' && facts.earns ? earningsPending(organizationId) : serviceReturned(organizationId)
  }
}
