// What the address of the price table can say.
import { parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const shown = ['all', 'changes', 'announced', 'off', 'unpriced'] as const

export const priceFilters = {
  model: parseAsString.withDefault(''),
  provider: parseAsString.withDefault(''),
  show: parseAsStringLiteral(shown).withDefault('all'),
}
