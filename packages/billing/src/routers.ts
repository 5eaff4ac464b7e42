// The door for people. One router per audience, assembled from the routers of each domain: one line each.
import { accountRouter } from './account-router.ts'
import { appsRouter } from './apps/router.ts'
import { developerAutoTopupRouter } from './auto-topups/developer-router.ts'
import { autoTopupRouter } from './auto-topups/router.ts'
import { cardsRouter } from './cards/router.ts'
import { connectRouter } from './connections/developer-router.ts'
import { connectionsRouter } from './connections/router.ts'
import { debtRouter } from './debts/router.ts'
import { developerDisputesRouter } from './disputes/developer-router.ts'
import { earningsRouter } from './earnings/router.ts'
import { grantsRouter } from './grants/router.ts'
import { keysRouter } from './keys/router.ts'
import { noticesRouter } from './notices/router.ts'
import { organizationsRouter } from './organizations/router.ts'
import { payoutsRouter } from './payouts/router.ts'
import { receiptsRouter } from './receipts/router.ts'
import { developerRefundsRouter } from './refunds/developer-router.ts'
import { refundsRouter } from './refunds/router.ts'
import { servicesRouter } from './services/developer-router.ts'
import { topupsRouter } from './topups/router.ts'
import { router } from './trpc.ts'
import { usageRouter } from './usage/router.ts'
import { walletHomeRouter } from './wallet/router.ts'
import { webhooksRouter } from './webhooks/router.ts'

export const developerRouter = router({
  account: accountRouter,
  apps: appsRouter,
  autoTopup: developerAutoTopupRouter,
  connect: connectRouter,
  disputes: developerDisputesRouter,
  earnings: earningsRouter,
  grants: grantsRouter,
  keys: keysRouter,
  organizations: organizationsRouter,
  payouts: payoutsRouter,
  refunds: developerRefundsRouter,
  services: servicesRouter,
  usage: usageRouter,
  webhooks: webhooksRouter,
})

export const walletRouter = router({
  account: accountRouter,
  wallet: walletHomeRouter,
  autoTopup: autoTopupRouter,
  cards: cardsRouter,
  connections: connectionsRouter,
  debt: debtRouter,
  notices: noticesRouter,
  receipts: receiptsRouter,
  refunds: refundsRouter,
  topups: topupsRouter,
})

export type DeveloperRouter = typeof developerRouter
export type WalletRouter = typeof walletRouter
