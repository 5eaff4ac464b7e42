// What the address of "explain balance" can say: whose accounts, which account, and when.
import { parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const explainFilters = {
  /** A wallet, organization, app, lot or payout by its id; empty: Farebox's own accounts. */
  of: parseAsString.withDefault(''),
  kind: parseAsString.withDefault(''),
  id: parseAsString.withDefault(''),
  mode: parseAsStringLiteral(['live', 'sandbox'] as const).withDefault('live'),
  at: parseAsIsoDateTime,
  after: parseAsString.withDefault(''),
}
