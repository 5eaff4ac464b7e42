// Which event types mean something to us. All others are kept and marked handled: there is nothing to book.
import { accountEventHandlers, platformEventHandlers } from '../../payouts/events/handlers.ts'
import { chargeUpdated } from './charge-updated.ts'
import { checkoutSessionChanged } from './checkout-session-changed.ts'
import { checkoutSessionFailed } from './checkout-session-failed.ts'
import type { EventHandler } from './event-handler.ts'
import { paymentIntentSucceeded } from './payment-intent-succeeded.ts'

const moneyInHandlers: Readonly<Record<string, EventHandler>> = {
  'checkout.session.completed': checkoutSessionChanged,
  'checkout.session.async_payment_succeeded': checkoutSessionChanged,
  'checkout.session.async_payment_failed': checkoutSessionFailed,
  'checkout.session.expired': checkoutSessionChanged,
  'payment_intent.succeeded': paymentIntentSucceeded,
  'charge.succeeded': chargeUpdated,
  'charge.updated': chargeUpdated,
}

export const eventHandlers: Readonly<Record<string, EventHandler>> = {
  ...moneyInHandlers,
  ...platformEventHandlers,
  ...accountEventHandlers,
}

/** What a sweep lists: events of our own Stripe account. */
export const handledEventTypes = Object.keys({ ...moneyInHandlers, ...platformEventHandlers })
