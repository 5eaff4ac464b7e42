// What a call of a service costs at most: so many units at its price, or an amount named outright. Never more than one call may cost.
import { AppError } from '@farebox/errors'
import { type Microcents, toDollars } from '@farebox/money'
import { PRICED_UNITS, priceOf, quoteService, type Usage, usageOf } from '@farebox/pricing'
import type { PricedService } from './find-services.ts'

/** So many of the service's unit; or, where its price has several meters, of each: `{ input: 1_000, output: 500 }`. */
export type Units = number | { readonly [meter: string]: number }

/** Exactly one of them. */
export type UnitsOrAmount = { units?: Units | undefined; amountMicrocents?: Microcents | undefined }

export type CallCost = {
  amountMicrocents: Microcents
  /** In the linear form a hold is opened with. Zero units: an amount, whatever it is made of. */
  fixedNumerator: bigint
  unitPriceMicrocentsPerMillion: bigint
  unitsWanted: number
  usage: Usage
}

type Priced = Pick<PricedService, 'price' | 'unit'>

/** The unit of a service priced per token: its meters are counted by name. */
export const TOKEN = 'token'
/** A meter that counts one for each call. */
const CALL = 'call'

export function costOfCall(service: Priced, asked: UnitsOrAmount, most: Microcents): CallCost {
  const cost = asked.units === undefined ? ofAmount(asked.amountMicrocents) : ofUnits(service, asked.units)
  if (cost.amountMicrocents <= most) return cost
  throw new AppError('invalid_request', {
    message: `One call of a service costs at most $${toDollars(most)}, and this one $${toDollars(cost.amountMicrocents)}. Nothing was charged.`,
    param: asked.units === undefined ? 'amount' : 'units',
    metadata: { call_max: toDollars(most) },
  })
}

/** What so many units cost at a price, with its fixed part. Nothing is a price too, where nothing was used. */
export function priceOfUnits(service: Priced, units: Units): Microcents {
  const perCall = service.unit !== CALL && service.price.lines.some(({ meter }) => meter === CALL)
  return priceOf(usageOf({ ...usageOfUnits(service, units), ...(perCall && { [CALL]: 1 }) }), service.price).baseMicrocents
}

export function usageOfUnits({ price, unit }: Priced, units: Units): Usage {
  if (typeof units === 'number') {
    if (unit !== TOKEN) return usageOf({ [unit]: units })
    throw new AppError('invalid_request', { message: 'This service counts tokens: say { "input": …, "output": … }.', param: 'units' })
  }
  const known = price.lines.map(({ meter }) => meter).filter((meter) => meter !== CALL || unit === CALL)
  const unknown = Object.keys(units).find((meter) => !known.includes(meter))
  if (unknown === undefined) return usageOf(units)
  throw new AppError('invalid_request', {
    message: `This service has a price for ${known.join(', ')}, and none for this.`,
    param: `units.${unknown}`,
  })
}

function ofUnits(service: Priced, units: Units): CallCost {
  const [amountMicrocents, usage] = [priceOfUnits(service, units), usageOfUnits(service, units)]
  if (Object.keys(usage).length === 0)
    throw new AppError('invalid_request', { message: 'Say how many units: at least one.', param: 'units' })
  if (typeof units !== 'number') return { ...ofAmount(amountMicrocents), usage }
  const { fixedNumerator, unitPriceMicrocentsPerMillion, unitsWanted } = quoteService(service.price, service.unit, units)
  // A service that is only priced per call counts calls.
  const fixed = service.unit === CALL ? 0n : fixedNumerator
  return { amountMicrocents, fixedNumerator: fixed, unitPriceMicrocentsPerMillion, unitsWanted, usage }
}

function ofAmount(amount: Microcents | undefined): CallCost {
  if (amount === undefined || amount <= 0n) {
    throw new AppError('invalid_request', { message: 'Say how many units, or an amount above zero.', param: 'units' })
  }
  const fixedNumerator = amount * PRICED_UNITS
  return { amountMicrocents: amount, fixedNumerator, unitPriceMicrocentsPerMillion: 0n, unitsWanted: 0, usage: usageOf({}) }
}
