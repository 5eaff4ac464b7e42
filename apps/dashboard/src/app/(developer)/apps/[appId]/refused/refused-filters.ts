// What the address of the list of refused calls can say, and the question it asks.
import { createLoader, parseAsString } from 'nuqs/server'
import type { Mode } from '../../../../../place/mode'

export const refusedFilters = { code: parseAsString.withDefault(''), after: parseAsString.withDefault('') }
export const loadRefusedFilters = createLoader(refusedFilters)

type Filters = { code: string; after: string }

export function pageOfRefusedCalls({ appId, mode }: { appId: string; mode: Mode }, { code, after }: Filters) {
  return { appId, mode, limit: 50, ...(code && { code }), ...(after && { after }) }
}
