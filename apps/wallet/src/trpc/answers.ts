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
export type RefundOption = Answers['refunds']['options'][number]
export type ListedRefund = Answers['refunds']['list'][number]
export type BalanceChange = Answers['wallet']['history']['rows'][number]
export type StoppedMoney = Answers['wallet']['stopped'][number]
export type SavedCard = Answers['cards']['list'][number]
export type AutoTopupState = Answers['autoTopup']['read']
export type ReadReceipt = Answers['receipts']['read']
export type OrderPage = Answers['topups']['order']
export type PackageTerms = Answers['topups']['packages'][number]
