// A shop with an app whose users pay without an account, for tests of claiming: orders that are paid, and the mail that followed.
import { dollars, type PayingWorld, payingWorld } from '@farebox/ledger/testing'
import { claimByReceipt } from '../claims/claim-by-receipt.ts'
import { sendReceipt } from '../receipts/send-receipt.ts'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { startUserCheckout } from '../users/start-user-checkout.ts'
import { type TopUpWorld, walletUrl } from './top-up-world.ts'

const origin = 'https://pixelpal.example'
const choice = { limit: '5', period: 'month' as const, callLimit: '', models: [], expiresInDays: null }
const shown = { markupBps: 1_500, ip: '192.0.2.1' }

/** Of the package that is ordered here. */
export const CREDIT = dollars('4.05')

export async function appOnline({ database }: TopUpWorld): Promise<PayingWorld> {
  const world = await payingWorld(database)
  await database.appOrigin.create({ data: { appId: world.appId, origin } })
  return world
}

/** An order for a user of the app. `pay` makes Stripe say that this address paid it, and answers the token of the receipt mail. */
export async function orderFor(shop: TopUpWorld, { appId }: PayingWorld, externalUserId: string) {
  const { database, till } = shop
  const scope = { appId, mode: 'live' as const, externalUserId, isDevelopment: false, walletUrl, now: new Date() }
  const urls = { successUrl: `${origin}/`, cancelUrl: `${origin}/` }
  const { orderId } = await startUserCheckout(database, { ...scope, ...urls, packageName: 'starter' })
  await openCheckout(till, { orderId, walletUrl, buyer: unknownBuyer, now: new Date() })
  const { stripeSessionId, walletId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  const pay = async (buyerEmail: string) => {
    shop.stripe.pay(stripeSessionId ?? '')
    await completeOrder(till, orderId, new Date())
    await database.order.update({ where: { id: orderId }, data: { buyerEmail } })
    return receiptToken(shop, orderId)
  }
  return { orderId, walletId: walletId ?? '', pay }
}

async function receiptToken({ database }: TopUpWorld, orderId: string): Promise<string> {
  const sent: string[] = []
  await sendReceipt({ database, walletUrl, mailer: { send: async (_to, mail) => void sent.push(mail.text) } }, orderId)
  return /\/receipt\/([\w-]+)/.exec(sent.join())?.[1] ?? ''
}

export const claim = ({ database }: TopUpWorld, token: string, person: { userId: string; email: string }, now = new Date()) =>
  claimByReceipt(database, { token, person, choice, shown, now })
