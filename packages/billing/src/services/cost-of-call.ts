// What a call of a service costs at most: so many units at its price, or an amount named outright. Never more than one call may cost.
import { AppError } from '@farebox/errors'
import { type Microcents, microcents, toDollars } from '@farebox/money'
import { PRICED_UNITS, quotedBase, quoteService } from '@farebox/pricing'
import type { PricedService } from './find-services.ts'

/** Exactly one of them. */
export type UnitsOrAmount = { units?: number | undefined; amountMicrocents?: Microcents | undefined }

export type CallCost = {
  amountMicrocents: Microcents
  /** In the linear form a hold is opened with. Zero units: an amount named outright. */
  fixedNumerator: bigint
  unitPriceMicrocentsPerMillion: bigint
  unitsWanted: number
  usage: Record<string, number>
}

export function costOfCall({ price, unit }: Pick<PricedService, 'price' | 'unit'>, asked: UnitsOrAmount, most: Microcents): CallCost {
  const cost = asked.units === undefined ? ofAmount(asked.amountMicrocents) : ofUnits({ price, unit }, asked.units)
  if (cost.amountMicrocents <= most) return cost
  throw new AppError('invalid_request', {
    message: `One call of a service costs at most $${toDollars(most)}, and this one $${toDollars(cost.amountMicrocents)}. Nothing was charged.`,
    param: asked.units === undefined ? 'amount' : 'units',
    metadata: { call_max: toDollars(most) },
  })
}

/** What so many units cost at a price frozen before: nothing is a price too, where nothing was used. */
export function priceOfUnits({ price, unit }: Pick<PricedService, 'price' | 'unit'>, units: number): Microcents {
  if (units === 0 && !price.lines.some(({ meter }) => meter === 'call')) return microcents(0n)
  return quotedBase(quoteOf(price, unit, Math.max(1, units)), units)
}

function ofUnits({ price, unit }: Pick<PricedService, 'price' | 'unit'>, units: number): CallCost {
  const { fixedNumerator, unitPriceMicrocentsPerMillion, unitsWanted } = quoteOf(price, unit, units)
  const amountMicrocents = quotedBase({ fixedNumerator, unitPriceMicrocentsPerMillion, unitsWanted, unitsMinimum: 0, priceVersionIds: [] })
  return { amountMicrocents, fixedNumerator, unitPriceMicrocentsPerMillion, unitsWanted, usage: { [unit]: units } }
}

/** A service that is only priced per call counts calls. */
function quoteOf(price: PricedService['price'], unit: string, units: number) {
  const quote = quoteService(price, unit, units)
  return unit === 'call' ? { ...quote, fixedNumerator: 0n } : quote
}

function ofAmount(amount: Microcents | undefined): CallCost {
  if (amount === undefined || amount <= 0n) {
    throw new AppError('invalid_request', { message: 'Say how many units, or an amount above zero.', param: 'units' })
  }
  return {
    amountMicrocents: amount,
    fixedNumerator: amount * PRICED_UNITS,
    unitPriceMicrocentsPerMillion: 0n,
    unitsWanted: 0,
    usage: {},
  }
}
