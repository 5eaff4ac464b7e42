// What the address of the queue of disputes can say.
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const shownDisputes = ['waiting', 'due', 'open', 'closed', 'all'] as const

export const disputeFilters = {
  state: parseAsStringLiteral(shownDisputes).withDefault('waiting'),
  kind: parseAsStringLiteral(['both', 'dispute', 'fraud_warning'] as const).withDefault('both'),
  after: parseAsString.withDefault(''),
}

export const loadDisputeFilters = createLoader(disputeFilters)

/** The question the queue asks, the same on the server and in the browser. */
export const pageOfDisputes = ({ state, kind, after }: Awaited<ReturnType<typeof loadDisputeFilters>>) => ({
  ...{ state, limit: 50 },
  ...(kind !== 'both' && { kind }),
  ...(after && { after }),
})
