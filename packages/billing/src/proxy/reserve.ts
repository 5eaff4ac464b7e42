// Reserves the most a call can cost. What was remembered and is out of date is looked up again, once each; the tokenizer runs only
// where the free bound of the input would clamp or refuse.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { assert } from '@farebox/errors'
import type { HoldAnswer, HoldRequest, Holds } from '@farebox/ledger/holds'
import { type Candidate as CandidateToQuote, type Quote, quoteMax } from '@farebox/pricing'
import { type Candidate, type PricedCandidate, priceOfCandidate } from './candidates.ts'
import type { Payer, Payers } from './payers.ts'
import type { PricesInForce } from './prices-in-force.ts'
import type { Wire, WireRequest } from './wires/wire.ts'

export type CallToReserve = {
  holdId: string
  caller: ApiKeyPrincipal
  externalUserId: string | undefined
  endUser: string | undefined
  wire: Wire
  request: WireRequest
  /** In the order they are tried; the hold is opened in the name of the first. */
  candidates: readonly Candidate[]
  requestHash: Buffer
  idempotencyHash: Buffer | undefined
  /** False: the caller wants all the output it asked for, or a refusal. */
  clamp: boolean
  outputUnitsDefault: number
}

export type ReserveDesk = { holds: Holds; payers: Payers; prices: PricesInForce; clock: () => Date }

export type Decision = { answer: HoldAnswer; quote: Quote; payer: Payer; candidates: readonly PricedCandidate[] }

/** Which of the candidates the hold must be able to pay. All of them, unless that was refused for want of money. */
export type Payable = (candidates: readonly PricedCandidate[]) => readonly PricedCandidate[]

const all: Payable = (candidates) => candidates

/** `openHold`: what decides. A quote asks without holding. */
export async function decide(
  call: CallToReserve,
  { holds, payers, prices, clock }: ReserveDesk,
  { payable = all, openHold = (request) => holds.open(request) }: { payable?: Payable; openHold?: Holds['open'] } = {},
): Promise<Decision> {
  const { caller, externalUserId, wire, request } = call
  const tried = new Set<Remedy>()
  let inputBounds = call.candidates.map(({ model }) => wire.inputBound(request, model))
  for (;;) {
    const payer = await payers.find(caller, externalUserId)
    const at = clock()
    const candidates = call.candidates.map((candidate, place): PricedCandidate => {
      const toQuote = {
        model: candidate.model,
        priceVersion: priceOfCandidate(candidate, prices, at),
        inputUnitsMax: inputBounds[place] ?? 0,
      }
      return { ...candidate, ...toQuote, quote: quoteOf(call, [toQuote]) }
    })
    const quote = quoteOfAll(call, payable(candidates), candidates)
    const counted = tried.has('count tokens')
    const answer = await openHold(holdRequest(call, payer, candidates, quote, counted && call.clamp))
    const remedy = remedyFor(answer.outcome)
    if (!remedy || tried.has(remedy)) return { answer, quote, payer, candidates }
    tried.add(remedy)
    if (remedy === 'find payer') payers.forget(caller, externalUserId)
    if (remedy === 'read prices') await prices.reload()
    if (remedy === 'count tokens')
      inputBounds = await Promise.all(call.candidates.map(({ model }) => wire.refinedInputBound(request, model)))
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

/** The most over all that must be payable, with the prices of all that may answer. */
function quoteOfAll(call: CallToReserve, payable: readonly PricedCandidate[], candidates: readonly PricedCandidate[]): Quote {
  const [first] = candidates
  assert(first, 'a call has a model')
  if (candidates.length === 1) return first.quote
  return { ...quoteOf(call, payable), priceVersionIds: [...new Set(candidates.map(({ priceVersion }) => priceVersion.id))] }
}

function quoteOf({ request, outputUnitsDefault }: CallToReserve, candidates: readonly CandidateToQuote[]): Quote {
  return quoteMax({
    candidates,
    ...(request.outputUnitsWanted !== undefined && { outputUnitsWanted: request.outputUnitsWanted }),
    outputUnitsDefault,
    choices: request.choices,
    cacheWrites: request.cacheWrites,
  })
}

/** The first try takes all or nothing, so that a generous bound never clamps a call that could be paid in full. */
function holdRequest(call: CallToReserve, payer: Payer, [first]: readonly PricedCandidate[], quote: Quote, mayClamp: boolean): HoldRequest {
  assert(first, 'a call has a model')
  return {
    holdId: call.holdId,
    walletId: payer.walletId,
    connectionId: payer.connectionId,
    credentialId: call.caller.apiKeyId,
    tokenId: call.caller.userToken?.tokenId,
    requestHash: call.requestHash,
    idempotencyHash: call.idempotencyHash,
    externalUserId: call.externalUserId,
    endUser: call.endUser,
    model: first.model.id,
    providerId: first.priceVersion.providerId,
    priceVersionIds: quote.priceVersionIds,
    fixedNumerator: quote.fixedNumerator,
    unitPriceMicrocentsPerMillion: quote.unitPriceMicrocentsPerMillion,
    unitsWanted: quote.unitsWanted,
    unitsMinimum: mayClamp ? quote.unitsMinimum : quote.unitsWanted,
    chargeMaxMicrocents: call.request.chargeMaxMicrocents,
  }
}
