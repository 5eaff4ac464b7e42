// A cost known beforehand: checked and charged in one step. Between "may they?" and "they did" nobody else can spend.
import { newId } from '@farebox/db'
import type { HoldAnswer, HoldRequest, Holds } from '@farebox/ledger/holds'
import type { Microcents } from '@farebox/money'
import { PRICED_UNITS } from '@farebox/pricing'
import type { Payer } from '../proxy/payers.ts'

export type Cost = {
  payer: Payer
  credentialId: string
  /** Of the charge, and of what repeats it: the same id is the same charge. */
  id?: string
  costMicrocents: Microcents
  /** A service of the app's own, at a price that is in force. */
  service: { id: string; priceVersionId: string; model: string; providerId: string }
  usage?: Record<string, number>
  requestHash: Buffer
  idempotencyHash?: Buffer | undefined
  endUser?: string | undefined
}

/** `held` says that it was charged; `replay`, that the charge of the answer's hold is the first result. All else is a refusal, without effect. */
export function recordCost(holds: Holds, cost: Cost): Promise<HoldAnswer> {
  const { payer, service, usage = {} } = cost
  const request: HoldRequest = {
    holdId: cost.id ?? newId(),
    walletId: payer.walletId,
    connectionId: payer.connectionId,
    credentialId: cost.credentialId,
    requestHash: cost.requestHash,
    idempotencyHash: cost.idempotencyHash,
    externalUserId: payer.externalUserId,
    endUser: cost.endUser,
    model: service.model,
    providerId: service.providerId,
    priceVersionIds: [service.priceVersionId],
    serviceId: service.id,
    fixedNumerator: cost.costMicrocents * PRICED_UNITS,
    unitPriceMicrocentsPerMillion: 0n,
    unitsWanted: 0,
    unitsMinimum: 0,
  }
  return holds.recordCost({ ...request, usage })
}
