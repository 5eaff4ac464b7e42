// Prices a call of an own service, finds who pays, and asks the ledger. What was remembered and went stale is looked up again, once each.
import type { HoldAnswer } from '@farebox/ledger/holds'
import type { Payer } from '../proxy/payers.ts'
import { refusalOf } from '../proxy/refusal.ts'
import { type CallCost, costOfCall } from './cost-of-call.ts'
import { findService, type PricedService } from './find-services.ts'
import { modelNameOf } from './own-service.ts'
import type { ServiceCall, ServiceDesk } from './service-desk.ts'
import { serviceCallMax } from './service-settings.ts'

export type ServiceDecision = { answer: HoldAnswer; payer: Payer; service: PricedService; cost: CallCost }

const ACCEPTED: ReadonlySet<string> = new Set(['held', 'replay', 'idempotency_in_progress'])

/** Throws the refusal. What it answers is held or charged, now or by an earlier call with the same Idempotency-Key. */
export async function reserveService(
  desk: ServiceDesk,
  call: ServiceCall,
  ask: (facts: Omit<ServiceDecision, 'answer'>) => Promise<HoldAnswer>,
): Promise<ServiceDecision> {
  const most = await serviceCallMax(desk.database)
  const tried = new Set<string>()
  for (;;) {
    const service = await findService(desk.database, { appId: call.caller.appId, name: call.serviceName, now: desk.clock() })
    call.onService?.(modelNameOf(service))
    const cost = costOfCall(service, call, most)
    const payer = await desk.payers.find(call.caller, call.externalUserId)
    const answer = await ask({ service, cost, payer })
    if (ACCEPTED.has(answer.outcome)) return { answer, payer, service, cost }

    const isOutOfDate = ['moved', 'user_not_found', 'not_found', 'stale_price'].includes(answer.outcome)
    if (!isOutOfDate || tried.has(answer.outcome)) throw await refusalOf(call, { answer, payer }, desk)
    tried.add(answer.outcome)
    desk.payers.forget(call.caller, call.externalUserId)
  }
}
