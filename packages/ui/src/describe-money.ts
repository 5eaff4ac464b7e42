// How an amount is written, and whether writing it lost digits.
import { formatBalance, formatCharge, formatExact, type Microcents, microcents } from '@farebox/money'

/** Microcents: a bigint, or the digits JSON carries. */
export type Amount = bigint | string

/** A balance never promises a cent that is not there; a charge that is not zero never reads $0.00; exact hides nothing. */
export type MoneyAs = 'balance' | 'charge' | 'exact'

const formats: Record<MoneyAs, (amount: Microcents) => string> = { balance: formatBalance, charge: formatCharge, exact: formatExact }

export type DescribedMoney = {
  /** What is seen: `$8.47`. */
  shown: string
  /** Every stored digit: `$8.47150000`. */
  exact: string
  /** The two differ by more than zeros at the end. */
  isRounded: boolean
}

export function describeMoney(amount: Amount, as: MoneyAs): DescribedMoney {
  const value = microcents(amount)
  const shown = formats[as](value)
  const exact = formatExact(value)
  return { shown, exact, isRounded: withoutEndZeros(shown) !== withoutEndZeros(exact) }
}

function withoutEndZeros(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
}

/** As ledgers write what goes out: `-$12.50` becomes `($12.50)`. */
export function inParentheses(text: string): string {
  return text.startsWith('-') ? `(${text.slice(1)})` : text
}
