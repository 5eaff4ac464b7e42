// The wallet's till: the only entry for pages that loads Stripe's client.

export { type Buyer, unknownBuyer } from './risk/admit-buyer.ts'
export { type ProofChallenge, proofChallenge } from './risk/proof-of-work.ts'
export { openStripe, type StripeSettings } from './stripe/open-stripe.ts'
export { type Completion, completeOrder } from './topups/complete-order.ts'
export { openCheckout, type Till } from './topups/open-checkout.ts'
export { checkoutPage } from './topups/start-order.ts'
