// What the address of the list of charges can say.
import { createLoader, parseAsString } from 'nuqs/server'

export const chargeFilters = {
  user: parseAsString.withDefault(''),
  model: parseAsString.withDefault(''),
  /** A charge's or a request's id. */
  id: parseAsString.withDefault(''),
  after: parseAsString.withDefault(''),
  charge: parseAsString.withDefault(''),
}

export const loadChargeFilters = createLoader(chargeFilters)

export type ChargeFilters = Awaited<ReturnType<typeof loadChargeFilters>>
