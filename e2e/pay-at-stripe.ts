// Paying for real, where nobody looks at the pages: an order, Checkout at the Stripe stand-in, and the webhook that credits it. Money
// that only a test wrote into the books would be a break, and stop every payout of the same Farebox.
import { organizationWalletId } from '../packages/billing/src/testing/world.ts'
import { startOrder } from '../packages/billing/src/topups/start-order.ts'
import type { Database } from '../packages/db/src/index.ts'
import { parseDollars } from '../packages/money/src/index.ts'
import { running } from './env.ts'

/** A wallet's owner buys a package. Answers when the money is there. */
export async function walletBuys(database: Database, walletId: string, packageName: string): Promise<void> {
  const purchase = { ...returns, kind: 'wallet_topup', walletId, packageName, buyerEmail: 'rider@farebox.test' } as const
  const { checkoutUrl } = await startOrder(database, purchase, { now: new Date(), walletUrl: running.wallet })
  await payAtStripe(database, checkoutUrl)
}

/** An app's developer pays in, to give grants from or to be billed. Answers when the money is there. */
export async function developerPaysIn(
  database: Database,
  app: { appId: string; organizationId: string },
  { kind, creditDollars }: { kind: 'grant_pool' | 'organization_topup'; creditDollars: string },
): Promise<void> {
  const walletId = await organizationWalletId(database, app)
  const creditMicrocents = parseDollars(creditDollars)
  const purchase = { ...returns, ...app, kind, walletId, creditMicrocents, buyerEmail: 'developer@farebox.test' }
  const { checkoutUrl } = await startOrder(database, purchase, { now: new Date(), walletUrl: running.wallet })
  await payAtStripe(database, checkoutUrl)
}

export const returns = { successUrl: 'http://localhost:5173/', cancelUrl: 'http://localhost:5173/' }

/** Pays at Stripe, and waits until its webhook has credited the order. */
export async function payAtStripe(database: Database, checkoutUrl: string): Promise<void> {
  const session = await openCheckout(checkoutUrl)
  await fetch(`${running.stripe}/control/sessions/${session}/pay`, { method: 'POST' })
  const deadline = Date.now() + 20_000
  while ((await database.order.findUniqueOrThrow({ where: { stripeSessionId: session } })).status !== 'paid') {
    if (Date.now() > deadline) throw new Error(`${session} was paid, and its order was not.`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** What the checkout page's button does in a browser without JavaScript. */
async function openCheckout(checkoutUrl: string): Promise<string> {
  const page = await (await fetch(checkoutUrl)).text()
  const form = new FormData()
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)) {
    form.append(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  }
  const response = await fetch(checkoutUrl, { method: 'POST', body: form, redirect: 'manual' })
  const session = /cs_[A-Za-z0-9_]+/.exec(response.headers.get('location') ?? '')?.[0]
  if (!session) throw new Error(`The checkout did not open: ${response.status}.`)
  return session
}
