// What an organization's own services took in its grants and its own money goes back to its balance, from which nothing can be paid out.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { lot, serviceReturned } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type ServiceMoneyReturned = {
  transactionId: string
  mode: Mode
  organizationId: string
  /** The organization's wallet, and the lot made for this. */
  walletId: string
  lotId: string
  amountMicrocents: Microcents
  /** What went back, or was given back to users, before. */
  takenMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | returned by services, of the organization | a new lot of its wallet | what is there |
 *
 * Example: users spent $3.00 of grants on the app's own services: the organization's balance +$3.00, to spend on models or on new grants.
 */
export function serviceMoneyReturned(facts: ServiceMoneyReturned): Movement {
  const { transactionId, mode, organizationId, walletId, lotId, amountMicrocents, takenMicrocents } = facts
  return movement({
    kind: 'service.returned',
    mode,
    transactionId,
    operationKey: `service-return:${mode}:${organizationId}:${takenMicrocents}`,
    walletId,
    walletIds: [walletId],
    newLots: [{ walletId, id: lotId, kind: 'topup', originalMicrocents: amountMicrocents }],
    transfers: [{ debit: serviceReturned(organizationId), credit: lot(lotId), amount: amountMicrocents }],
  })
}
