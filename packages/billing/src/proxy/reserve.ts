// Reserves the most a call can cost. What was remembered and is out of date is looked up again, once each; the tokenizer runs only
// where the free bound of the input would clamp or refuse.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import type { HoldAnswer, Holds } from '@farebox/ledger/holds'
import { type ModelFacts, type Quote, quoteMax } from '@farebox/pricing'
import type { Payer, Payers } from './payers.ts'
import type { PricesInForce, StoredPriceVersion } from './prices-in-force.ts'
import type { Wire, WireRequest } from './wires/wire.ts'

export type CallToReserve = {
  holdId: string
  caller: ApiKeyPrincipal
  externalUserId: string | undefined
  endUser: string | undefined
  wire: Wire
  request: WireRequest
  model: ModelFacts
  requestHash: Buffer
  idempotencyHash: Buffer | undefined
  /** False: the caller wants all the output it asked for, or a refusal. */
  clamp: boolean
  outputUnitsDefault: number
}

export type ReserveDesk = { holds: Holds; payers: Payers; prices: PricesInForce; clock: () => Date }

export type Decision = { answer: HoldAnswer; quote: Quote; payer: Payer; priceVersion: StoredPriceVersion }

export async function decide(call: CallToReserve, { holds, payers, prices, clock }: ReserveDesk): Promise<Decision> {
  const { caller, externalUserId, wire, request, model } = call
  const tried = new Set<Remedy>()
  let inputUnitsMax = wire.inputBound(request, model)
  for (;;) {
    const payer = await payers.find(caller, externalUserId)
    const priceVersion = prices.of(model, clock())
    const quote = quoteOf(call, priceVersion, inputUnitsMax)
    const counted = tried.has('count tokens')
    const answer = await holds.open(holdRequest(call, payer, priceVersion, quote, counted && call.clamp))
    const remedy = remedyFor(answer.outcome)
    if (!remedy || tried.has(remedy)) return { answer, quote, payer, priceVersion }
    tried.add(remedy)
    if (remedy === 'find payer') payers.forget(caller, externalUserId)
    if (remedy === 'read prices') await prices.reload()
    if (remedy === 'count tokens') inputUnitsMax = await wire.refinedInputBound(request, model)
  }
}

type Remedy = 'find payer' | 'read prices' | 'count tokens'

function remedyFor(outcome: HoldAnswer['outcome']): Remedy | undefined {
  switch (outcome) {
    case 'moved':
    case 'user_not_found':
    case 'not_found':
      return 'find payer'
    case 'stale_price':
      return 'read prices'
    case 'wallet_empty':
    case 'funds_held':
    case 'spending_limit_reached':
    case 'call_limit_reached':
    case 'key_budget_reached':
      return 'count tokens'
    default:
      return undefined
  }
}

function quoteOf({ request, model, outputUnitsDefault }: CallToReserve, priceVersion: StoredPriceVersion, inputUnitsMax: number): Quote {
  return quoteMax({
    candidates: [{ model, priceVersion, inputUnitsMax }],
    ...(request.outputUnitsWanted !== undefined && { outputUnitsWanted: request.outputUnitsWanted }),
    outputUnitsDefault,
    choices: request.choices,
    cacheWrites: request.cacheWrites,
  })
}

/** The first try takes all or nothing, so that a generous bound never clamps a call that could be paid in full. */
function holdRequest(call: CallToReserve, payer: Payer, priceVersion: StoredPriceVersion, quote: Quote, mayClamp: boolean) {
  return {
    holdId: call.holdId,
    walletId: payer.walletId,
    connectionId: payer.connectionId,
    credentialId: call.caller.apiKeyId,
    requestHash: call.requestHash,
    idempotencyHash: call.idempotencyHash,
    externalUserId: call.externalUserId,
    endUser: call.endUser,
    model: call.model.id,
    providerId: priceVersion.providerId,
    priceVersionIds: quote.priceVersionIds,
    fixedNumerator: quote.fixedNumerator,
    unitPriceMicrocentsPerMillion: quote.unitPriceMicrocentsPerMillion,
    unitsWanted: quote.unitsWanted,
    unitsMinimum: mayClamp ? quote.unitsMinimum : quote.unitsWanted,
    chargeMaxMicrocents: call.request.chargeMaxMicrocents,
  }
}
