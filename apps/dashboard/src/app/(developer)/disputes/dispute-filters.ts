// What the address of the list of disputes can say.
import { createLoader, parseAsString } from 'nuqs/server'
import type { Mode } from '../../../place/mode'

export const disputeFilters = { after: parseAsString.withDefault('') }

export const loadDisputeFilters = createLoader(disputeFilters)

/** The question the list asks, the same on the server and in the browser. */
export const pageOfDisputes = (of: { organizationId: string; mode: Mode }, { after }: { after: string }) => ({
  ...of,
  limit: 25,
  ...(after && { after }),
})
