// The most a call can cost, in the linear form the hold is opened with: base(units) = ceil((fixed + units × price) / 10⁶).
import { AppError, assert } from '@farebox/errors'
import { basisPointsUp, divideUp, type Microcents, microcents } from '@farebox/money'
import type { ModelFacts } from './models.ts'
import { checkedPriceVersion, linesFor, PRICED_UNITS, type PriceVersion, STANDARD_TIER } from './price-version.ts'
import { type Meter, type PerMeter, UNITS_MAX, wholeUnits } from './usage.ts'

export type Quote = {
  /** Everything but the output, times its price. Divide by 10⁶ for microcents. */
  fixedNumerator: bigint
  /** One unit of output, in every choice asked for. */
  unitPriceMicrocentsPerMillion: bigint
  /** Output units to reserve, for each choice. */
  unitsWanted: number
  /** Below this the call is refused rather than clamped. */
  unitsMinimum: number
  /** Every version that may settle this call, each once, frozen in the hold. */
  priceVersionIds: string[]
}

export type Candidate = {
  model: Pick<ModelFacts, 'contextLength' | 'maxOutputUnits'>
  priceVersion: PriceVersion
  /** A bound, from `inputBound` or `countInput`. */
  inputUnitsMax: number
}

export type QuoteRequest = {
  /** The model, and those that may answer in its place: one to five. */
  candidates: readonly Candidate[]
  /** The caller's own limit (`max_tokens`), if there is one. */
  outputUnitsWanted?: number
  /** The app's default where the caller has no limit. */
  outputUnitsDefault?: number
  /** `n`: how many answers to the same input. */
  choices?: number
  /** Whether the request asks the provider to write its cache, which costs more than reading. */
  cacheWrites?: 'none' | 'five minutes' | 'one hour'
  /** Other meters and the most they can count: `{ web_search: 3 }`. */
  otherUnitsMax?: PerMeter<number>
  serviceTier?: string
}

export const OUTPUT_UNITS_DEFAULT = 16_384
export const OUTPUT_UNITS_MINIMUM = 64
const CHOICES_MAX = 128
const CANDIDATES_MAX = 5

export function quoteMax(request: QuoteRequest): Quote {
  const { candidates, choices = 1 } = request
  assert(candidates.length > 0 && candidates.length <= CANDIDATES_MAX, 'a quote has one to five candidates')
  wholeFrom1(choices, CHOICES_MAX, 'n')
  if (request.outputUnitsWanted !== undefined) wholeFrom1(request.outputUnitsWanted, UNITS_MAX, 'max_tokens')

  const quotes = candidates.map((candidate) => quoteOne(candidate, request))
  const unitsWanted = Math.max(...quotes.map((quote) => quote.unitsWanted))
  return {
    fixedNumerator: largest(quotes.map((quote) => quote.fixed)),
    unitPriceMicrocentsPerMillion: largest(quotes.map((quote) => quote.unit)) * BigInt(choices),
    unitsWanted,
    unitsMinimum: Math.min(OUTPUT_UNITS_MINIMUM, unitsWanted),
    priceVersionIds: [...new Set(candidates.map((candidate) => candidate.priceVersion.id))],
  }
}

function quoteOne({ model, priceVersion, inputUnitsMax }: Candidate, request: QuoteRequest) {
  checkedPriceVersion(priceVersion)
  // A provider reads no more than its context window: what is longer, it refuses.
  const inputUnits = Math.min(wholeUnits(inputUnitsMax, 'input'), model.contextLength)
  const dearest = (meter: Meter) => dearestPrice(priceVersion, meter, inputUnits, request.serviceTier)

  let fixed = BigInt(inputUnits) * largest(readMeters(request).map(dearest))
  for (const [meter, units] of Object.entries(request.otherUnitsMax ?? {})) fixed += BigInt(wholeUnits(units, meter)) * dearest(meter)
  if (priceVersion.lines.some((line) => line.meter === 'call')) fixed += dearest('call')

  const wanted = request.outputUnitsWanted ?? request.outputUnitsDefault ?? OUTPUT_UNITS_DEFAULT
  return { fixed, unit: dearest('output'), unitsWanted: Math.min(wanted, model.maxOutputUnits) }
}

/** Input may be new, read from the provider's cache or written to it; the dearest of these counts for all of it. */
function readMeters({ cacheWrites = 'none' }: QuoteRequest): Meter[] {
  if (cacheWrites === 'one hour') return ['input', 'cached_input', 'cache_write', 'cache_write_1h']
  if (cacheWrites === 'five minutes') return ['input', 'cached_input', 'cache_write']
  return ['input', 'cached_input']
}

/** Over every long-context tier this input could reach, since the bound is higher than the truth. */
function dearestPrice(version: PriceVersion, meter: Meter, inputUnits: number, serviceTier: string | undefined): bigint {
  const lines = linesFor(version, meter, inputUnits, serviceTier)
  if (lines.length === 0) {
    throw new AppError('model_not_found', {
      message: 'This model has no price for what the request asks, so it cannot be called this way.',
      internal: `${version.provider}:${version.model} has no ${serviceTier ?? STANDARD_TIER} price for ${meter}`,
    })
  }
  return largest(lines.map((line) => line.priceMicrocentsPerMillion))
}

/** A metered service: `unitsMax` of one unit, beside a fixed price per call if it has one. */
export function quoteService(version: PriceVersion, meter: Meter, unitsMax: number): Quote {
  checkedPriceVersion(version)
  const units = wholeFrom1(unitsMax, UNITS_MAX, 'units_max')
  return {
    fixedNumerator: version.lines.some((line) => line.meter === 'call') ? dearestPrice(version, 'call', 0, undefined) : 0n,
    unitPriceMicrocentsPerMillion: dearestPrice(version, meter, 0, undefined),
    unitsWanted: units,
    unitsMinimum: units,
    priceVersionIds: [version.id],
  }
}

/** The base a hold of this many units reserves. */
export function quotedBase(quote: Quote, units: number = quote.unitsWanted): Microcents {
  return divideUp(quote.fixedNumerator + BigInt(units) * quote.unitPriceMicrocentsPerMillion, PRICED_UNITS)
}

/** The most the payer can be charged: base and markup, both rounded up. */
export function quotedTotal(quote: Quote, markupBps: number, units: number = quote.unitsWanted): Microcents {
  const base = quotedBase(quote, units)
  return microcents(base + basisPointsUp(base, markupBps))
}

function wholeFrom1(value: number, most: number, param: string): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value
  throw new AppError('invalid_request', { message: `${param} must be a whole number from 1 to ${most}.`, param })
}

function largest(values: readonly bigint[]): bigint {
  let most = 0n
  for (const value of values) if (value > most) most = value
  return most
}
