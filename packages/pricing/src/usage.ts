// What a call consumed, counted once: the meters of one usage never overlap.
import { AppError } from '@farebox/errors'

/** The meters of models. `input` is what was read at full price: cached and written input are beside it, never inside. */
export const modelMeters = [
  'input',
  'cached_input',
  'cache_write',
  'cache_write_1h',
  'output',
  'input_audio',
  'cached_input_audio',
  'output_audio',
  'input_image',
  'output_image',
  'web_search',
  'call',
] as const
export type ModelMeter = (typeof modelMeters)[number]

/** A model's meter, or the unit of a metered service: `character`, `page`, `megabyte_day`. */
export type Meter = ModelMeter | (string & {})

/** Meters that fill the context window, so that together they decide a long-context price. */
export const inputMeters: readonly Meter[] = [
  'input',
  'cached_input',
  'cache_write',
  'cache_write_1h',
  'input_audio',
  'cached_input_audio',
  'input_image',
]

/** Something per meter, most meters absent. */
export type PerMeter<Value> = { readonly [meter: string]: Value }

declare const checked: unique symbol
/** Units per meter: whole numbers from 0 to `UNITS_MAX`. Made by `usageOf` or `tokenUsage`; plain JSON when stored. */
export type Usage = PerMeter<number> & { readonly [checked]: 'usage' }

/** A thousand times what any call of today can use: beyond it the number is wrong, not large. */
export const UNITS_MAX = 1_000_000_000

const METER_NAME = /^[a-z][a-z0-9_]{0,31}$/

export function isMeterName(name: string): boolean {
  return METER_NAME.test(name)
}

/** Units as a caller or provider states them. Throws on a negative, fractional, absurd or missing number. */
export function wholeUnits(units: number | bigint, meter: Meter): number {
  const value = typeof units === 'bigint' && units <= BigInt(UNITS_MAX) && units >= 0n ? Number(units) : units
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > UNITS_MAX) {
    throw new AppError('invalid_request', { message: `Usage must be a whole number of units from 0 to ${UNITS_MAX}.`, param: meter })
  }
  return value === 0 ? 0 : value
}

/** `usageOf({ input: 1_000, output: 500 })`. Meters that count nothing are left out. */
export function usageOf(units: PerMeter<number | bigint>): Usage {
  const counted: { [meter: string]: number } = {}
  for (const [meter, amount] of Object.entries(units)) {
    if (!isMeterName(meter)) throw new AppError('invalid_request', { message: 'A meter is named in lower case.', param: meter })
    const whole = wholeUnits(amount, meter)
    if (whole > 0) counted[meter] = whole
  }
  return counted as Usage
}

export type ReportedTokens = {
  input: number
  output: number
  cachedInput?: number
  cacheWrite?: number
  cacheWrite1h?: number
  reasoning?: number
  /** Whether the provider's input number already contains the cached part (OpenAI, Google) or not (Anthropic). */
  cached: 'inside input' | 'beside input'
  /** Whether the provider's output number already contains the reasoning (OpenAI, Anthropic) or not (Google, xAI). */
  reasoningIs: 'inside output' | 'beside output'
}

/**
 * A provider's token counts as a usage in which nothing is counted twice. Providers that contradict themselves
 * (more cached than read) are charged as if all of it had been read from the cache.
 */
export function tokenUsage(reported: ReportedTokens): Usage {
  const input = wholeUnits(reported.input, 'input')
  const cachedInput = wholeUnits(reported.cachedInput ?? 0, 'cached_input')
  const cacheWrite = wholeUnits(reported.cacheWrite ?? 0, 'cache_write')
  const cacheWrite1h = wholeUnits(reported.cacheWrite1h ?? 0, 'cache_write_1h')
  const output = wholeUnits(reported.output, 'output')
  const reasoning = wholeUnits(reported.reasoning ?? 0, 'output')
  const outputUnits = reported.reasoningIs === 'beside output' ? output + reasoning : output
  if (reported.cached === 'beside input') {
    return usageOf({ input, cached_input: cachedInput, cache_write: cacheWrite, cache_write_1h: cacheWrite1h, output: outputUnits })
  }
  const written = Math.min(cacheWrite, input)
  const written1h = Math.min(cacheWrite1h, input - written)
  const read = Math.min(cachedInput, input - written - written1h)
  const fresh = input - written - written1h - read
  return usageOf({ input: fresh, cached_input: read, cache_write: written, cache_write_1h: written1h, output: outputUnits })
}

/** How much of the context window was filled: what long-context prices look at. */
export function inputUnitsOf(usage: Usage): number {
  return inputMeters.reduce((total, meter) => total + (usage[meter] ?? 0), 0)
}
