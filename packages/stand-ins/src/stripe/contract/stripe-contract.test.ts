// The stand-in keeps the contract. `pnpm stripe:contract` asks Stripe itself the same.
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from '../start-stripe-stand-in.ts'
import type { ContractWorld } from './contract-check.ts'
import { stripeContract } from './stripe-contract.ts'

let standIn: StripeStandIn
let world: ContractWorld & { recipient: string }

beforeAll(async () => {
  standIn = await startStripeStandIn()
  const { host, port } = standIn
  const stripe = new Stripe('sk_test_standin', { host, port, protocol: 'http', telemetry: false })
  const { id: recipient } = await stripe.v2.core.accounts.create({
    identity: { country: 'us' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  })
  standIn.connect.onboard(recipient)
  world = { stripe, recipient, fund: async (amountCents) => standIn.connect.addBalance(amountCents) }
})
afterAll(() => standIn.stop())

describe('like Stripe, the stand-in', () => {
  it.each(stripeContract)('$title', ({ run }) => run(world))
})
