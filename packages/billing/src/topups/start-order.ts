// A purchase begins with our own row, before anybody asks Stripe. The row holds the terms; only Stripe's object can make it paid.
// What is answered is a page of the wallet, which works signed out: it shows the price and asks Stripe when the buyer presses pay.
import { type DatabaseTransaction, type Mode, newId, type Prisma, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { formatBalance, type Microcents } from '@farebox/money'
import { markupNow } from '../apps/markup-now.ts'
import { developerFee, developerPrice } from './developer-price.ts'
import { packageNamed } from './packages.ts'
import { checkReturnUrls, type ReturnUrls } from './return-urls.ts'

/** A user buys a package for their own wallet. */
export type WalletPurchase = ReturnUrls & { kind: 'wallet_topup'; walletId: string; packageName: string; buyerEmail: string }
/** Someone buys a package for a user of an app, who need not have an account. */
export type AppUserPurchase = ReturnUrls & {
  kind: 'app_user_topup'
  appId: string
  externalUserId: string
  walletId: string
  mode: Mode
  packageName: string
  isDevelopment: boolean
}
/** A developer puts money on the organization's balance. */
export type OrganizationPurchase = ReturnUrls & {
  kind: 'organization_topup'
  organizationId: string
  walletId: string
  creditMicrocents: Microcents
  buyerEmail: string
}
/** A developer puts money into an app's grant pool. */
export type PoolPurchase = ReturnUrls & {
  kind: 'grant_pool'
  organizationId: string
  appId: string
  creditMicrocents: Microcents
  buyerEmail: string
}

export type Purchase = WalletPurchase | AppUserPurchase | OrganizationPurchase | PoolPurchase

export type StartedOrder = { orderId: string; checkoutUrl: string }

export async function startOrder(
  database: DatabaseTransaction,
  purchase: Purchase,
  { now, walletUrl }: { now: Date; walletUrl: string },
): Promise<StartedOrder> {
  const terms = await termsOf(database, purchase, { now, walletUrl })
  const orderId = newId(now.getTime())
  const { successUrl, cancelUrl } = purchase
  await database.order.create({ data: { ...terms, id: orderId, successUrl, cancelUrl, createdAt: now } })
  return { orderId, checkoutUrl: checkoutPage(walletUrl, orderId) }
}

export const checkoutPage = (walletUrl: string, orderId: string) => `${walletUrl}/checkout/${publicId('order', orderId)}`

type Terms = Omit<Prisma.OrderUncheckedCreateInput, 'id' | 'successUrl' | 'cancelUrl'>

function termsOf(database: DatabaseTransaction, purchase: Purchase, { now, walletUrl }: { now: Date; walletUrl: string }): Promise<Terms> {
  if (purchase.kind === 'wallet_topup') return walletTerms(database, purchase, now)
  if (purchase.kind === 'app_user_topup') return appUserTerms(database, purchase, { now, walletUrl })
  return developerTerms(database, purchase)
}

async function walletTerms(
  database: DatabaseTransaction,
  { walletId, packageName, buyerEmail }: WalletPurchase,
  now: Date,
): Promise<Terms> {
  const bought = await packageNamed(database, packageName, now)
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  return { ...packageTerms(bought), kind: 'wallet_topup', mode: wallet.mode, walletId, buyerEmail }
}

async function appUserTerms(
  database: DatabaseTransaction,
  purchase: AppUserPurchase,
  { now, walletUrl }: { now: Date; walletUrl: string },
): Promise<Terms> {
  const { appId, externalUserId, walletId, mode, packageName } = purchase
  await checkReturnUrls(database, { ...purchase, walletUrl }, purchase)
  const bought = await packageNamed(database, packageName, now)
  const app = await database.app.findUniqueOrThrow({ where: { id: appId } })
  if (app.status !== 'live') throw new AppError('app_suspended')
  // What the page shows is what will be charged: a raise that has been announced counts already.
  const { markupBps: today, announced } = markupNow(app, now)
  const markupBps = Math.max(today, announced?.markupBps ?? 0)
  return {
    ...packageTerms(bought),
    kind: 'wallet_topup',
    mode,
    walletId,
    appId,
    externalUserId,
    organizationId: app.organizationId,
    markupBps,
  }
}

async function developerTerms(database: DatabaseTransaction, purchase: OrganizationPurchase | PoolPurchase): Promise<Terms> {
  const price = developerPrice(purchase.creditMicrocents, await developerFee(database))
  const credit = formatBalance(price.creditMicrocents)
  const { organizationId, buyerEmail } = purchase
  const money = {
    mode: 'live' as const,
    priceCents: price.priceCents,
    creditMicrocents: price.creditMicrocents,
    organizationId,
    buyerEmail,
  }
  if (purchase.kind === 'organization_topup') {
    return { ...money, kind: 'organization_topup', walletId: purchase.walletId, description: `${credit} for your organization’s balance` }
  }
  const app = await database.app.findUniqueOrThrow({ where: { id: purchase.appId } })
  return { ...money, kind: 'grant_pool', appId: purchase.appId, description: `${credit} for the grant pool of ${app.name}` }
}

function packageTerms({ termsId, name, priceCents, creditMicrocents }: Awaited<ReturnType<typeof packageNamed>>) {
  return { packageId: termsId, priceCents, creditMicrocents, description: `Farebox ${name}: ${formatBalance(creditMicrocents)} to spend` }
}
