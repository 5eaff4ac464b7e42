// A price in one sentence: for lists, for receipts, and for whoever has to believe it.
import { divideUp, type Microcents, microcents, toDollars } from '@farebox/money'
import { PRICED_UNITS, type PriceLine, STANDARD_TIER } from './price-version.ts'
import type { Meter } from './usage.ts'

export type PricePart = {
  meter: Meter
  /** What `units` of the meter cost together. */
  amount: Microcents
  units: number
}

/** `$2.00 per 1,000,000 input tokens and $6.00 per 1,000,000 output tokens.` */
export function explainParts(parts: readonly PricePart[]): string {
  return `${joined(parts.map(explainPart))}.`
}

/**
 * The sentence of a stored price. Long-context prices follow in a sentence of their own:
 * `Above 200,000 input tokens: $2.50 per 1,000,000 input tokens.`
 */
export function explainLines(lines: readonly PriceLine[]): string {
  const standard = lines.filter(({ serviceTier }) => serviceTier === STANDARD_TIER).toSorted(byPlace)
  const thresholds = [...new Set(standard.map(({ aboveUnits }) => aboveUnits))].toSorted((first, second) => first - second)
  return thresholds
    .map((threshold) => {
      const sentence = explainParts(standard.filter(({ aboveUnits }) => aboveUnits === threshold).map(partOfLine))
      return threshold === 0 ? sentence : `Above ${threshold.toLocaleString('en-US')} input tokens: ${sentence}`
    })
    .join(' ')
}

/** Tokens are spoken of by the million. Of anything else, the smallest round number that costs whole microcents. */
function partOfLine({ meter, priceMicrocentsPerMillion }: PriceLine): PricePart {
  const units = isToken(meter)
    ? PRICED_UNITS
    : (roundUnits.find((count) => (priceMicrocentsPerMillion * count) % PRICED_UNITS === 0n) ?? PRICED_UNITS)
  return { meter, amount: divideUp(priceMicrocentsPerMillion * units, PRICED_UNITS), units: Number(units) }
}

const roundUnits = [1n, 10n, 100n, 1_000n, 10_000n, 100_000n] as const

const tokenNames: Readonly<Record<string, string>> = {
  input: 'input token',
  output: 'output token',
  cached_input: 'cached input token',
  cache_write: 'cache-written token',
  cache_write_1h: 'token written to the cache for an hour',
  input_audio: 'audio input token',
  cached_input_audio: 'cached audio input token',
  output_audio: 'audio output token',
  input_image: 'image input token',
  output_image: 'image output token',
}

const isToken = (meter: Meter) => Object.hasOwn(tokenNames, meter)

/** The order in which people ask: what goes in, what comes out, then the rest. */
const asked: readonly Meter[] = ['call', 'input', 'output', 'cached_input', 'cache_write', 'cache_write_1h']

function byPlace(first: PriceLine, second: PriceLine): number {
  const place = ({ meter }: PriceLine) => (asked.includes(meter) ? asked.indexOf(meter) : asked.length)
  return place(first) - place(second) || first.meter.localeCompare(second.meter)
}

function explainPart({ meter, amount, units }: PricePart): string {
  const name = tokenNames[meter] ?? meter.replaceAll('_', ' ')
  if (units === 1) return `${shortDollars(amount)} per ${name}`
  return `${shortDollars(amount)} per ${units.toLocaleString('en-US')} ${plural(name)}`
}

const plural = (name: string) => (name.includes(' written to ') ? name.replace('token', 'tokens') : `${name}s`)

/** Every digit that says something: `$1.50`, `$0.000004`. */
function shortDollars(amount: Microcents): string {
  return `$${toDollars(microcents(amount)).replace(/(\.\d{2}\d*?)0+$/, '$1')}`
}

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
