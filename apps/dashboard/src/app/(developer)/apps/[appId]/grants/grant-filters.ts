// What the address of the list of grants can say, and the question it asks.
import { createLoader, parseAsString } from 'nuqs/server'
import type { Mode } from '../../../../../place/mode'

export const grantFilters = { user: parseAsString.withDefault(''), after: parseAsString.withDefault('') }
export const loadGrantFilters = createLoader(grantFilters)

type Filters = { user: string; after: string }

export function pageOfGrants({ appId, mode }: { appId: string; mode: Mode }, { user, after }: Filters) {
  return { appId, mode, limit: 50, ...(user && { externalUserId: user }), ...(after && { after }) }
}
