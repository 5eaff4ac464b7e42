// Whether what was typed is an amount of dollars above zero.
import { parseDollars } from '@farebox/money'

export function isMoney(text: string): boolean {
  try {
    return parseDollars(text.trim()) > 0n
  } catch {
    return false
  }
}
