// `max_charge` in a service's body: dollars, as a number or a decimal string.
import { parseDollars } from '@farebox/money'
import { z } from 'zod'

export const amountAsked = z
  .union([z.number(), z.string()])
  .optional()
  .transform((given, issues) => {
    if (given === undefined) return undefined
    try {
      return parseDollars(String(given))
    } catch {
      issues.addIssue({ code: 'custom', message: 'is not an amount in dollars with at most 8 decimals' })
      return z.NEVER
    }
  })
  .meta({ description: 'Dollars this call may cost at most.' })
