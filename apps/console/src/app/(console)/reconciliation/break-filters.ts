// What the address of the board can say.
import { parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const breakFilters = {
  state: parseAsStringLiteral(['open', 'resolved', 'all'] as const).withDefault('open'),
  after: parseAsString.withDefault(''),
}
