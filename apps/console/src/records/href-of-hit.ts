// Where a hit of the search leads.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import type { inferRouterOutputs } from '@trpc/server'

type Hit = inferRouterOutputs<OperatorRouter>['search']['byId']['hits'][number]

const pages: Record<Hit['page']['kind'], (id: string) => string> = {
  user: (id) => `/users/${id}`,
  wallet: (id) => `/wallets/${id}`,
  organization: (id) => `/organizations/${id}`,
  app: (id) => `/apps/${id}`,
  charge: (id) => `/charges/${id}`,
  payout: (id) => `/payouts/${id}`,
  account: (id) => `/explain?of=${id}`,
  reconciliation: () => '/reconciliation?state=all',
}

export const hrefOfHit = ({ page: { kind, id } }: Hit): string => pages[kind](encodeURIComponent(id))
