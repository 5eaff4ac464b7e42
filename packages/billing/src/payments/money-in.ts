// What a booking of money in works with: the transaction that marks its cause handled, and a way to add jobs inside it.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import type { Enqueue } from '../queue/enqueue.ts'
import type { StripePayment } from '../stripe/payment-gate.ts'

export type MoneyIn = { transaction: DatabaseTransaction; enqueue: Enqueue }

/** What every booking of a paid order's payment is given. The order's row is locked. */
export type PaymentFacts = { order: OrderModel; payment: StripePayment; now: Date }

/** How long a booking may wait for its order and wallets, and work: a busy machine is no reason to try it all again. */
export const bookingPatience = { timeout: 20_000, maxWait: 20_000 }
