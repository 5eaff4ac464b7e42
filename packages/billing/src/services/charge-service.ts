// A cost known beforehand, of an own service: one step.
import { publicId } from '@farebox/db'
import { recordCost } from '../metering/record-cost.ts'
import { modelNameOf } from './own-service.ts'
import { reserveService } from './reserve-service.ts'
import { hashOfCall, hashOfKey, type ServiceCall, type ServiceDesk } from './service-desk.ts'

/** The charge's id: of the one made now, or of the one that was made with the same Idempotency-Key. */
export async function chargeService(desk: ServiceDesk, call: ServiceCall): Promise<{ chargeId: string; isNew: boolean }> {
  const idempotencyHash = hashOfKey(call)
  const { answer } = await reserveService(desk, call, ({ service, cost, payer }) =>
    recordCost(desk.holds, {
      payer,
      credentialId: call.caller.apiKeyId,
      id: call.id,
      costMicrocents: cost.amountMicrocents,
      service: { id: service.id, priceVersionId: service.price.id, model: modelNameOf(service), providerId: service.price.providerId },
      usage: cost.usage,
      requestHash: hashOfCall('charge', call),
      idempotencyHash,
      endUser: call.endUser,
    }),
  )
  return { chargeId: publicId('charge', answer.holdId), isNew: answer.outcome === 'held' }
}
