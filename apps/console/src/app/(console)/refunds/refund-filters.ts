// What the address of the list of refunds can say.
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const shownRefunds = ['unfinished', 'unknown', 'failed', 'all'] as const

export const refundFilters = {
  status: parseAsStringLiteral(shownRefunds).withDefault('unfinished'),
  after: parseAsString.withDefault(''),
}

export const loadRefundFilters = createLoader(refundFilters)

/** The question the list asks, the same on the server and in the browser. */
export const pageOfRefunds = ({ status, after }: Awaited<ReturnType<typeof loadRefundFilters>>) => ({
  ...{ status, limit: 50 },
  ...(after && { after }),
})
