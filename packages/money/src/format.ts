// Money for people. Balances never promise a cent that is not there; a charge that is not zero never reads $0.00.

import { toDollars } from './dollars.ts'
import { MICROCENTS_PER_CENT, MICROCENTS_PER_DOLLAR, type Microcents, microcents } from './microcents.ts'

type DecimalString = `${number}`

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(digitsMin: number, digitsMax: number): Intl.NumberFormat {
  const key = `${digitsMin}-${digitsMax}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digitsMin,
    maximumFractionDigits: digitsMax,
    roundingMode: 'trunc',
    signDisplay: 'negative',
  })
  formatters.set(key, made)
  return made
}

/** Intl reads the exact digits of a decimal string, where a number would already be rounded. */
function show(amount: Microcents, digitsMin: number, digitsMax: number): string {
  return formatter(digitsMin, digitsMax).format(toDollars(amount) as DecimalString)
}

/** A balance: whole cents, rounded down. `$8.47` */
export function formatBalance(amount: Microcents): string {
  const remainder = ((amount % MICROCENTS_PER_CENT) + MICROCENTS_PER_CENT) % MICROCENTS_PER_CENT
  return show(microcents(amount - remainder), 2, 2)
}

/** A charge: `$1.23`; up to 4 decimals below a dollar, `$0.0123`; two significant digits below a cent, `$0.0012`. */
export function formatCharge(amount: Microcents): string {
  const size = amount < 0n ? -amount : amount
  if (size === 0n || size >= MICROCENTS_PER_DOLLAR) return show(amount, 2, 2)
  if (size >= MICROCENTS_PER_CENT) return show(amount, 2, 4)
  const leadingZeros = 8 - String(size).length
  const digits = Math.min(8, leadingZeros + 2)
  return show(amount, digits, digits)
}

/** Every stored digit: receipts, statements, exports. `$0.01234500` */
export function formatExact(amount: Microcents): string {
  return show(amount, 8, 8)
}
