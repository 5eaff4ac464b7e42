// What the address of the adjustments can say.
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const adjustmentStates = ['proposed', 'approved', 'rejected', 'all'] as const

export const adjustmentFilters = {
  state: parseAsStringLiteral(adjustmentStates).withDefault('proposed'),
  after: parseAsString.withDefault(''),
}

export const loadAdjustmentFilters = createLoader(adjustmentFilters)

/** The question the list asks, the same on the server and in the browser. */
export const pageOfAdjustments = ({ state, after }: Awaited<ReturnType<typeof loadAdjustmentFilters>>) => ({
  ...{ state, limit: 50 },
  ...(after && { after }),
})
