// Dollars as they are typed, in whole cents. Undefined: not an amount of money, nothing, or finer than a cent.
import { parseDollars, toCents } from '@farebox/money'

const typed = /^\d{1,6}(\.\d{1,2})?$/

export function readCents(dollars: string): number | undefined {
  const text = dollars.trim()
  const cents = typed.test(text) ? toCents(parseDollars(text)) : 0
  return cents > 0 ? cents : undefined
}
