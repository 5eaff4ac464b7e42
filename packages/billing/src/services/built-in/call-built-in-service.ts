// One call of a built-in service: read it, count the most it can cost, hold that, do the work, charge what was counted.
import { hash } from 'node:crypto'
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { AppError } from '@farebox/errors'
import type { HoldAnswer } from '@farebox/ledger/holds'
import { quoteService, usageOf } from '@farebox/pricing'
import { hashOfIdempotencyKey } from '../../idempotency/idempotency-key.ts'
import { BilledFailure } from '../../metering/ending.ts'
import type { StopReason } from '../../metering/heartbeat.ts'
import { meteredOperation, type Served, type UnderWay } from '../../metering/metered-operation.ts'
import type { Reserved } from '../../metering/reserved.ts'
import type { MeteringProxy } from '../../proxy/open-proxy.ts'
import type { Payer } from '../../proxy/payers.ts'
import type { StoredPriceVersion } from '../../proxy/prices-in-force.ts'
import type { ReceiptWishes } from '../../proxy/receipt.ts'
import { refusalOf } from '../../proxy/refusal.ts'
import { type BuiltInService, type PreparedCall, providerOf, type ServiceResult } from './built-in-service.ts'
import { keptOf, replayService } from './kept-results.ts'
import type { BuiltInServices } from './open-built-in-services.ts'
import { readBody } from './read-body.ts'
import { type ServiceReply, serviceReply } from './service-reply.ts'

export type BuiltInCall = {
  /** The request's id: of its hold and its charge as well. */
  id: string
  caller: ApiKeyPrincipal
  externalUserId: string | undefined
  endUser: string | undefined
  body: unknown
  bodyBytes: Buffer
  idempotencyKey: string | undefined
  /** The caller is a client of Quota, and wants its block. */
  wantsQuota: boolean
  /** Told as soon as it is known, for logs and for the list of refused calls. */
  onModel: (model: string) => void
}

export type BuiltInDesk = MeteringProxy & { services: BuiltInServices }

type HeldCall = { answer: HoldAnswer; payer: Payer; priceVersion: StoredPriceVersion; units: number }

export async function callBuiltInService(service: BuiltInService, call: BuiltInCall, desk: BuiltInDesk): Promise<ServiceReply> {
  const tools = desk.services.toolsFor(call.caller.mode)
  const prepared = await service.prepare(readBody(service.body, call.body), tools)
  call.onModel(prepared.model.id)
  const isStandIn = tools.access(prepared.model).standInUrl !== undefined
  const { wantsQuota, caller } = call
  const facts = { service, model: prepared.model, isStandIn, wishes: { wantsQuota, billingMode: caller.billingMode } }
  return meteredOperation(
    {
      reserve: async () => {
        const held = await hold(service, prepared, call, desk)
        if (held.answer.outcome === 'replay') {
          return { replay: () => replayService({ call, ...held, holdId: held.answer.holdId, facts }, desk) }
        }
        if (held.answer.outcome !== 'held') throw await refusalOf(call, held, desk)
        return reservedOf(call, held)
      },
      run: async (reserved, underWay) => served(await doneOrStopped(prepared, facts, underWay), { reserved, call, facts, desk }),
    },
    desk,
  )
}

/** What was remembered and is out of date is looked up again, once each. */
async function hold({ unit }: BuiltInService, prepared: PreparedCall, call: BuiltInCall, desk: BuiltInDesk): Promise<HeldCall> {
  const tried = new Set<string>()
  for (;;) {
    const payer = await desk.payers.find(call.caller, call.externalUserId)
    const priceVersion = desk.prices.of({ id: prepared.model.id, provider: providerOf(prepared.model) }, desk.clock())
    const quote = quoteService(priceVersion, unit, prepared.unitsMax)
    const answer = await desk.holds.open({
      holdId: call.id,
      walletId: payer.walletId,
      connectionId: payer.connectionId,
      credentialId: call.caller.apiKeyId,
      tokenId: call.caller.userToken?.tokenId,
      requestHash: hash('sha256', Buffer.concat([call.bodyBytes, Buffer.from(`\0${call.externalUserId ?? ''}`)]), 'buffer'),
      idempotencyHash: call.idempotencyKey === undefined ? undefined : hashOfIdempotencyKey(call.idempotencyKey),
      externalUserId: call.externalUserId,
      endUser: call.endUser,
      model: prepared.model.id,
      providerId: priceVersion.providerId,
      priceVersionIds: quote.priceVersionIds,
      fixedNumerator: quote.fixedNumerator,
      unitPriceMicrocentsPerMillion: quote.unitPriceMicrocentsPerMillion,
      unitsWanted: quote.unitsWanted,
      unitsMinimum: quote.unitsMinimum,
      chargeMaxMicrocents: prepared.chargeMaxMicrocents,
    })
    const isOutOfDate = ['moved', 'user_not_found', 'not_found', 'stale_price'].includes(answer.outcome)
    if (!isOutOfDate || tried.has(answer.outcome)) return { answer, payer, priceVersion, units: prepared.unitsMax }
    tried.add(answer.outcome)
    if (answer.outcome === 'stale_price') await desk.prices.reload()
    else desk.payers.forget(call.caller, call.externalUserId)
  }
}

function reservedOf(call: BuiltInCall, { answer, payer, priceVersion, units }: HeldCall): Reserved {
  return {
    holdId: call.id,
    payer,
    priceVersion,
    unitsWanted: units,
    unitsGranted: answer.unitsGranted,
    holdMicrocents: answer.amountMicrocents,
    spendableMicrocents: answer.spendableMicrocents,
  }
}

export type CallFacts = { service: BuiltInService; model: PreparedCall['model']; isStandIn: boolean; wishes: ReceiptWishes }

/** What is under way is finished, unless this process cannot: then nothing is charged, and what the vendor may bill is ours. */
function doneOrStopped({ run, unitsMax }: PreparedCall, { service, model }: CallFacts, underWay: UnderWay): Promise<ServiceResult> {
  const stopped = new Promise<never>((_, reject) => {
    underWay.watch({
      usageSoFar: async () => undefined,
      stop: (reason) => {
        const failure = new AppError('stopping', { internal: reason })
        const billed = usageOf({ [service.unit]: unitsMax })
        if (endsWork.has(reason)) reject(model.vendor === 'embedded' ? failure : new BilledFailure(failure, billed))
      },
    })
  })
  return Promise.race([run(), stopped])
}

const endsWork: ReadonlySet<StopReason> = new Set(['gateway_lost', 'time_limit', 'server_stopping'])

/** A price per call counts the call. */
export function usageOfUnits({ unit }: BuiltInService, { lines }: StoredPriceVersion, units: number) {
  const perCall = unit !== 'call' && lines.some(({ meter }) => meter === 'call')
  return usageOf({ [unit]: units, ...(perCall && { call: 1 }) })
}

type Serving = { reserved: Reserved; call: BuiltInCall; facts: CallFacts; desk: BuiltInDesk }

async function served(result: ServiceResult, { reserved, call, facts, desk }: Serving): Promise<Served<ServiceReply>> {
  const usage = usageOfUnits(facts.service, reserved.priceVersion, result.units)
  const answer = call.idempotencyKey === undefined ? undefined : await desk.answers.seal(reserved.holdId, keptOf(result))
  return {
    ended: Promise.resolve({ resolution: 'settled', outcome: 'complete', usage, ...(answer && { answer }) }),
    reply: async (charge) => serviceReply(result, await charge, facts),
  }
}
