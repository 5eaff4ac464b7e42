// What the address of the price list can say, and which rows it means.
import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { PricedRow } from './read-prices'

export const kinds = ['all', 'model', 'service'] as const

export const priceFilters = {
  search: parseAsString.withDefault(''),
  kind: parseAsStringLiteral(kinds).withDefault('all'),
  provider: parseAsString.withDefault(''),
}

type PriceFilters = { search: string; kind: (typeof kinds)[number]; provider: string }

export function rowsFor<Row extends Pick<PricedRow, 'id' | 'name' | 'kind' | 'provider' | 'answersAt' | 'explained'>>(
  rows: readonly Row[],
  filters: PriceFilters,
): Row[] {
  const words = filters.search.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(
    ({ id, name, kind, provider, answersAt, explained }) =>
      (filters.kind === 'all' || kind === filters.kind) &&
      (filters.provider === '' || vendorOf(provider) === filters.provider) &&
      words.every((word) => [id, name, provider, ...answersAt, explained].join(' ').toLowerCase().includes(word)),
  )
}

/** `aws; stand-in` is Amazon, played. */
export const vendorOf = (provider: string) => provider.replace(/; stand-in$/, '')
