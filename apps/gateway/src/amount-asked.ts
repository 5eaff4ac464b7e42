// An amount in a request: dollars, or whole microcents for machines that add them up. Said once.
import { AppError } from '@farebox/errors'
import { type Microcents, microcents, parseDollars, toDollars } from '@farebox/money'
import { z } from 'zod'

export const dollarsAsked = z
  .union([z.number(), z.string().max(32)])
  .meta({ description: 'Dollars, with at most 8 decimals.', example: 0.05 })
export const microcentsAsked = z
  .string()
  .regex(/^\d{1,18}$/)
  .meta({ description: 'Instead: 1 dollar is 100,000,000.' })

/** Undefined where neither was said. Throws where both were. */
export function amountAsked(dollars: number | string | undefined, exact: string | undefined, param: string): Microcents | undefined {
  if (dollars !== undefined && exact !== undefined) {
    throw new AppError('invalid_request', { message: `Say ${param} once: in dollars, or as ${param}_microcents.`, param })
  }
  if (exact !== undefined) return microcents(exact)
  return dollars === undefined ? undefined : parseDollars(dollars)
}

export const amounts = (name: string, value: Microcents) => ({ [name]: toDollars(value), [`${name}_microcents`]: String(value) })
