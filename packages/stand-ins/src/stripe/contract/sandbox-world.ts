// The contract's world at Stripe itself: a sandbox, reached with its test key.
import Stripe from 'stripe'
import type { ContractWorld } from './contract-check.ts'

/** `recipient`: an account of this sandbox that a person has onboarded, if there is one. */
export function sandboxWorld(secretKey: string, recipient: string | undefined): ContractWorld {
  const stripe = new Stripe(secretKey, { telemetry: false, maxNetworkRetries: 2 })
  return { stripe, recipient, fund: (amountCents) => fund(stripe, amountCents) }
}

/** A test card whose charges need not wait. Its fee is taken off, so a little more is charged. */
async function fund(stripe: Stripe, amountCents: number): Promise<void> {
  const { status } = await stripe.paymentIntents.create({
    amount: amountCents + Math.ceil(amountCents / 20) + 50,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_bypassPending',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
  if (status !== 'succeeded') throw new Error(`The sandbox could not be funded: the payment is ${status}.`)
}

/** Where a person onboards a recipient for the checks that need one. */
export async function onboardingPage({ stripe }: ContractWorld): Promise<{ account: string; url: string }> {
  const { id: account } = await stripe.v2.core.accounts.create({
    contact_email: 'contract@example.com',
    dashboard: 'express',
    identity: { country: 'us' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    defaults: { currency: 'usd', responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  })
  const urls = { refresh_url: 'https://example.com/again', return_url: 'https://example.com/done' }
  const { url } = await stripe.v2.core.accountLinks.create({ account, use_case: { type: 'account_onboarding', account_onboarding: urls } })
  return { account, url }
}
