// What the procedures answer, by the names pages use.
import type { WalletRouter } from '@farebox/billing/routers'
import type { inferRouterOutputs } from '@trpc/server'

type Answers = inferRouterOutputs<WalletRouter>

export type WalletHome = Answers['wallet']['home']
export type WalletCharge = Answers['wallet']['charges']['rows'][number]
export type ConnectedApp = Answers['connections']['find']
export type ConnectionHistory = Answers['connections']['history']
export type NoticePreferences = Answers['notices']['preferences']
export type PurchaseRow = Answers['receipts']['purchases']['rows'][number]
export type ReadReceipt = Answers['receipts']['read']
export type OrderPage = Answers['topups']['order']
export type PackageTerms = Answers['topups']['packages'][number]
