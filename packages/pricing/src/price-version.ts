// The one integer form of every price, and which price counts for a call.
import { AppError } from '@farebox/errors'
import { isMeterName, type Meter } from './usage.ts'

/** Prices are stated for this many units, so that the cheapest token still has a whole number of microcents. */
export const PRICED_UNITS = 1_000_000n

export type PriceLine = {
  meter: Meter
  /** What the caller pays, before markup. */
  priceMicrocentsPerMillion: bigint
  /** What the provider bills us; never above the price. */
  costMicrocentsPerMillion: bigint
  /** The line counts for the whole call once its input is larger than this. 0: always. */
  aboveUnits: number
  /** `standard`, `flex`, `priority`, … */
  serviceTier: string
}

export const STANDARD_TIER = 'standard'

export type PriceVersion = {
  id: string
  /** The model's id in `models.ts`, or a service's name. */
  model: string
  provider: string
  startsAt: Date
  /** When it was replaced or switched off. */
  endsAt?: Date | null
  /** Where the prices come from, for the receipt: `@pydantic/genai-prices 0.1.8`. */
  source: string
  /** Only a version marked free may cost nothing. */
  free?: boolean
  lines: readonly PriceLine[]
}

/** PostgreSQL's BIGINT, which holds both columns. */
const PRICE_MAX = 9_223_372_036_854_775_807n

/** The version unchanged, or a refusal: a known zero is worse than an unknown price. */
export function checkedPriceVersion<Version extends PriceVersion>(version: Version): Version {
  const seen = new Set<string>()
  if (version.lines.length === 0) refuse(version, 'it has no price')
  for (const line of version.lines) {
    const place = `${line.serviceTier}/${line.meter}/${line.aboveUnits}`
    if (seen.has(place)) refuse(version, `it prices ${line.meter} twice`)
    seen.add(place)
    checkLine(version, line)
  }
  for (const line of version.lines) {
    if (!seen.has(`${line.serviceTier}/${line.meter}/0`)) {
      refuse(version, `it prices ${line.meter} only above ${line.aboveUnits} units`)
    }
  }
  return version
}

function checkLine(version: PriceVersion, line: PriceLine) {
  const { priceMicrocentsPerMillion: price, costMicrocentsPerMillion: cost } = line
  if (!isMeterName(line.meter)) refuse(version, `${line.meter} is no meter`)
  if (price < 0n || cost < 0n) refuse(version, `${line.meter} has a negative price`)
  if (price === 0n && !version.free) refuse(version, `${line.meter} has a price of zero`)
  if (price > PRICE_MAX) refuse(version, `${line.meter} has an absurd price`)
  if (cost > price) refuse(version, `${line.meter} costs us more than its price`)
  if (!Number.isSafeInteger(line.aboveUnits) || line.aboveUnits < 0) {
    refuse(version, `${line.meter} has a threshold that is not a whole number`)
  }
}

function refuse(version: PriceVersion, reason: string): never {
  throw new AppError('model_not_found', {
    message: 'This model has no price in force, so it cannot be called.',
    internal: `${version.provider}:${version.model}: ${reason}`,
  })
}

/** The version a call at this instant is priced by: the latest that has started and not ended. `undefined` when there is none. */
export function inForceAt<Version extends PriceVersion>(
  versions: Iterable<Version>,
  { model, provider, at }: { model: string; provider: string; at: Date },
): Version | undefined {
  let latest: Version | undefined
  for (const version of versions) {
    if (version.model !== model || version.provider !== provider) continue
    if (version.startsAt > at || (version.endsAt && version.endsAt <= at)) continue
    if (!latest || version.startsAt > latest.startsAt) latest = version
  }
  return latest
}

/** A meter without a price of its own is priced as this one: no discount is known, so none is given. */
const pricedLike: Partial<Record<Meter, Meter>> = {
  cached_input: 'input',
  cache_write: 'input',
  cache_write_1h: 'cache_write',
  cached_input_audio: 'input_audio',
}

/** All lines that could price this meter in a call of at most this much input, base line first. */
export function linesFor(version: PriceVersion, meter: Meter, inputUnits: number, serviceTier: string = STANDARD_TIER): PriceLine[] {
  const lines = version.lines
    .filter((line) => line.meter === meter && line.serviceTier === serviceTier && (line.aboveUnits === 0 || line.aboveUnits < inputUnits))
    .sort((first, second) => first.aboveUnits - second.aboveUnits)
  const other = pricedLike[meter]
  return lines.length === 0 && other ? linesFor(version, other, inputUnits, serviceTier) : lines
}

/** The line that prices this meter in a call of exactly this much input. Throws when the meter has no price. */
export function lineFor(version: PriceVersion, meter: Meter, inputUnits: number, serviceTier: string = STANDARD_TIER): PriceLine {
  const line = linesFor(version, meter, inputUnits, serviceTier).at(-1)
  if (line) return line
  throw new AppError('internal_error', {
    internal: `${version.provider}:${version.model} has no ${serviceTier} price for ${meter}`,
  })
}
