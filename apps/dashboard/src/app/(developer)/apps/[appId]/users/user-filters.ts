// What the address of the list of users can say, and the question it asks.
import { createLoader, parseAsString } from 'nuqs/server'
import type { Mode } from '../../../../../place/mode'

export const userFilters = { search: parseAsString.withDefault(''), after: parseAsString.withDefault('') }
export const loadUserFilters = createLoader(userFilters)

type Filters = { search: string; after: string }

export function pageOfUsers({ appId, mode }: { appId: string; mode: Mode }, { search, after }: Filters) {
  return { appId, mode, limit: 50, ...(search && { search }), ...(after && { after }) }
}
