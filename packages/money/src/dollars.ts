// Dollars as the API writes and reads them: decimal strings with 8 digits out; numbers or strings with at most 8 decimals in.
import { AppError } from '@farebox/errors'
import { MICROCENTS_PER_DOLLAR, type Microcents, microcents } from './microcents.ts'

const DECIMALS = 8

/** `575_000n` → `"0.00575000"`: every stored digit, nothing rounded. */
export function toDollars(amount: Microcents): string {
  const digits = amount < 0n ? -amount : amount
  const fraction = String(digits % MICROCENTS_PER_DOLLAR).padStart(DECIMALS, '0')
  return `${amount < 0n ? '-' : ''}${digits / MICROCENTS_PER_DOLLAR}.${fraction}`
}

/**
 * `0.5`, `"0.50"` → `50_000_000n`. Refuses negatives, NaN, and anything finer than a microcent.
 * A number is read by its shortest decimal spelling, which is what the caller typed.
 */
export function parseDollars(value: number | string): Microcents {
  const spelled = typeof value === 'number' ? spell(value) : value
  const match = /^(\d{1,11})(?:\.(\d{1,8}))?$/.exec(spelled)
  if (!match) {
    throw new AppError('invalid_request', { message: 'An amount is dollars with at most 8 decimals, such as 0.50.' })
  }
  const [, whole = '0', fraction = ''] = match
  return microcents(BigInt(whole) * MICROCENTS_PER_DOLLAR + BigInt(fraction.padEnd(DECIMALS, '0')))
}

/** JavaScript writes small numbers with an exponent (1e-7); people and our pattern do not. */
function spell(value: number): string {
  const text = String(value)
  const small = /^(\d)(?:\.(\d+))?e-(\d+)$/.exec(text)
  if (!small) return text
  const [, first = '', rest = '', exponent = ''] = small
  return `0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`
}
