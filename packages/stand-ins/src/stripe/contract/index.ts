// What Stripe must do for Farebox, and a sandbox of Stripe's to ask.

export type { ContractCheck, ContractWorld } from './contract-check.ts'
export { onboardingPage, sandboxWorld } from './sandbox-world.ts'
export { stripeContract } from './stripe-contract.ts'
