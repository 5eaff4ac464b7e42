// One question of the contract, and the world it is asked in.
import assert from 'node:assert/strict'
import Stripe from 'stripe'

export type ContractWorld = {
  stripe: Stripe
  /** A recipient that may receive. Undefined where a person has to onboard one first. */
  recipient: string | undefined
  /** Adds to the available balance, at once. */
  fund: (amountCents: number) => Promise<void>
}

export type ContractCheck = { title: string; needsRecipient: boolean; run: (world: ContractWorld & { recipient: string }) => Promise<void> }

export const check = (title: string, run: (world: ContractWorld) => Promise<void>): ContractCheck => ({ title, needsRecipient: false, run })
export const checkWithRecipient = (title: string, run: ContractCheck['run']): ContractCheck => ({ title, needsRecipient: true, run })

/** The error a call must end in. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await call
  } catch (cause) {
    if (cause instanceof Stripe.errors.StripeError) return cause
    throw cause
  }
  throw new assert.AssertionError({ message: 'Stripe took what it must refuse.' })
}
