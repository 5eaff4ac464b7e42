// The door for people. One router per audience, assembled from the routers of each domain: one line each.
import { accountRouter } from './account-router.ts'
import { router } from './trpc.ts'

export const developerRouter = router({
  account: accountRouter,
})

export const walletRouter = router({
  account: accountRouter,
})

export type DeveloperRouter = typeof developerRouter
export type WalletRouter = typeof walletRouter
