// Something a search found: what it is, where it leads, and enough to know it is the right one.

export type HitKind =
  | 'user'
  | 'wallet'
  | 'organization'
  | 'app'
  | 'charge'
  | 'payout'
  | 'order'
  | 'refund'
  | 'grant'
  | 'apiKey'
  | 'externalUser'
  | 'transaction'
  | 'stripeLine'
  | 'stripeEvent'

export type Hit = {
  kind: HitKind
  /** What the page that shows it takes. */
  id: string
  title: string
  detail: string
  /** The page it is shown on: the record itself, or whose it is. */
  page: { kind: 'user' | 'wallet' | 'organization' | 'app' | 'charge' | 'payout' | 'account' | 'reconciliation'; id: string }
}
