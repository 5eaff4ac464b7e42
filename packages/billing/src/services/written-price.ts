// A price as developers write it in the dashboard, in dollars; stored in the form that a program would have sent.
import { AppError } from '@farebox/errors'
import { type Microcents, toCents } from '@farebox/money'
import { isMeterName, type Price } from '@farebox/pricing'
import { z } from 'zod'
import { amountOfMoney } from '../organizations/developer-inputs.ts'

const unit = z.string().trim().refine(isMeterName, 'A unit is named in lower case, such as page or megabyte_day.')
const count = z.int('A number of units is a whole number.').positive('At least one.').max(1_000_000_000_000)
const perCall = amountOfMoney.optional()

export const writtenPrice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unit'), amount: amountOfMoney, unit, perCall }),
  z.object({ kind: z.literal('batch'), amount: amountOfMoney, count, unit, perCall }),
  z.object({
    kind: z.literal('tokens'),
    count,
    input: amountOfMoney,
    output: amountOfMoney,
    cachedInput: amountOfMoney.optional(),
    perCall,
  }),
])

export type WrittenPrice = z.output<typeof writtenPrice>

/** One form, or two where each call has a fixed part. */
export function storedForm(written: WrittenPrice): Price | Price[] {
  const price = variablePart(written)
  if (written.perCall === undefined) return price
  return [price, { microcents: wholeMicrocents(written.perCall, 'perCall'), per: 'call' }]
}

function variablePart(written: WrittenPrice): Price {
  if (written.kind === 'unit') return { microcents: wholeMicrocents(written.amount, 'amount'), per: written.unit }
  if (written.kind === 'batch') return { cents: cents(written.amount, 'amount'), per: written.count, unit: written.unit }
  return {
    currency: 'usd-cents',
    tokens: written.count,
    input: cents(written.input, 'input'),
    output: cents(written.output, 'output'),
    ...(written.cachedInput !== undefined && { cached_input: cents(written.cachedInput, 'cachedInput') }),
  }
}

const CENT = 1_000_000n

function cents(amount: Microcents, param: string): number {
  if (amount <= 0n) throw refused('A price is above $0.', param)
  if (amount % CENT !== 0n) throw refused('This form counts in whole cents. For less, raise the number of units.', param)
  return toCents(amount)
}

/** Forms are JSON, whose numbers are exact up to here. */
const exact = z.coerce.number().pipe(z.int().positive())

function wholeMicrocents(amount: Microcents, param: string): number {
  const read = exact.safeParse(amount.toString())
  if (read.success) return read.data
  throw refused('A price is above $0, and far below a million dollars.', param)
}

const refused = (message: string, param: string) => new AppError('invalid_request', { message, param: `price.${param}` })
