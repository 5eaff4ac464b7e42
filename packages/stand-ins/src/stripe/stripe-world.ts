// What every part of this Stripe shares.
import type { Webhooks } from './events/webhooks.ts'
import type { Faults } from './faults.ts'
import type { Idempotency } from './idempotency.ts'
import type { Store } from './store.ts'

export type StripeWorld = {
  store: Store
  faults: Faults
  webhooks: Webhooks
  idempotency: Idempotency
  /** Where browsers reach the hosted pages. */
  publicUrl: string
  /** Runs something a little later; cancelled when the stand-in stops. */
  later: (delayMs: number, task: () => void) => void
}
