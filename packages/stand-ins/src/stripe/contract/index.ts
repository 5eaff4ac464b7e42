// What Stripe must do for Farebox, and a sandbox of Stripe's to ask.
export { onboardingPage, sandboxWorld } from './sandbox-world.ts'
export { type ContractCheck, type ContractWorld, stripeContract } from './stripe-contract.ts'
