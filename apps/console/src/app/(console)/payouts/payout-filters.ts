// What the address of the payout queue can say.
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const shownStates = [
  'waiting',
  'all',
  'created',
  'in_review',
  'held',
  'unknown',
  'approved',
  'sending',
  'sent',
  'paid',
  'rejected',
  'failed',
  'returned',
] as const

export const payoutFilters = {
  status: parseAsStringLiteral(shownStates).withDefault('waiting'),
  assignee: parseAsString.withDefault(''),
  risk: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['age', 'amount'] as const).withDefault('age'),
  after: parseAsString.withDefault(''),
}

export const loadPayoutFilters = createLoader(payoutFilters)

export type PayoutFilters = Awaited<ReturnType<typeof loadPayoutFilters>>

/** The question the queue asks, the same on the server and in the browser. */
export const pageOfPayouts = ({ status, assignee, risk, sort, after }: PayoutFilters) => ({
  ...{ status, sort, limit: 50 },
  ...(assignee && { assignee }),
  ...(risk && { risk }),
  ...(after && { after }),
})
