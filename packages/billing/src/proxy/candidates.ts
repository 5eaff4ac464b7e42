// The models that may answer a call, in the order they are tried: the one that was asked for, or the caller's list.
import type { Mode } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { ModelFacts, Quote } from '@farebox/pricing'
import { type Attempt, exhausted } from './attempt.ts'
import type { ChosenProvider, Providers } from './choose-provider.ts'
import { namedModel } from './named-model.ts'
import type { PricesInForce, StoredPriceVersion } from './prices-in-force.ts'
import type { Wire, WireRequest } from './wires/wire.ts'

export type Candidate = {
  /** In the caller's list. */
  place: number
  model: ModelFacts
  chosen: ChosenProvider
}

export type PricedCandidate = Candidate & {
  /** The model's price; its provider is whoever serves it. */
  priceVersion: StoredPriceVersion
  /** A bound of what it will read. */
  inputUnitsMax: number
  /** The most this model alone can cost. */
  quote: Quote
}

export type CandidatesDesk = { providers: Providers; prices: PricesInForce; clock: () => Date }

export type Candidates = {
  candidates: readonly Candidate[]
  /** Known models that cannot be called here at present: passed over, where the caller named others. */
  absent: readonly Attempt[]
}

/** Refuses what is wrong with the request for any of the models, before money is held: a list is no way around a refusal. */
export function candidatesOf(request: WireRequest, wire: Wire, mode: Mode, desk: CandidatesDesk): Candidates {
  const candidates: Candidate[] = []
  const absent: Attempt[] = []
  for (const [place, name] of request.modelNames.entries()) {
    const { model, pin } = namedModel(name)
    refuseTooLong(request, model)
    const chosen = findProvider(model, pin, wire, mode, desk)
    if (chosen instanceof AppError) {
      absent.push({ place, model: model.id, provider: pin ?? model.provider, refusal: chosen })
      continue
    }
    wire.refuseIgnored(request, model, chosen.provider)
    // Two names of one model at one provider are one attempt.
    if (!candidates.some((known) => known.model === model && known.chosen.provider === chosen.provider))
      candidates.push({ place, model, chosen })
  }
  if (candidates.length === 0) throw request.hasFallback ? exhausted(absent) : absent[0]?.refusal
  return { candidates, absent }
}

function findProvider(
  model: ModelFacts,
  pin: string | undefined,
  wire: Wire,
  mode: Mode,
  { providers, prices, clock }: CandidatesDesk,
): ChosenProvider | AppError {
  try {
    const isOn = (provider: string) => provider === model.provider || prices.providerId(provider) !== undefined
    const chosen = providers.choose(model, wire.name, mode, { pin, isOn })
    prices.of(model, clock())
    return chosen
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal
    return refusal
  }
}

function refuseTooLong({ outputUnitsWanted }: WireRequest, model: ModelFacts): void {
  if (outputUnitsWanted === undefined || outputUnitsWanted <= model.maxOutputUnits) return
  const message = `${model.displayName} writes at most ${model.maxOutputUnits} tokens. Nothing was charged.`
  throw new AppError('invalid_request', { message, param: 'max_tokens' })
}

/** The model's price in force, payable to whoever serves it here. */
export function priceOfCandidate({ model, chosen }: Candidate, prices: PricesInForce, at: Date): StoredPriceVersion {
  const version = prices.of(model, at)
  const { name } = chosen.provider
  return name === model.provider ? version : { ...version, providerId: prices.providerId(name) ?? version.providerId }
}
