// Which event types mean something to us. All others are kept and marked handled: there is nothing to book.
import { accountEventHandlers, platformEventHandlers } from '../../payouts/events/handlers.ts'
import { chargeFailed } from '../../risk/events/charge-failed.ts'
import { checkoutSessionChanged } from './checkout-session-changed.ts'
import { checkoutSessionFailed } from './checkout-session-failed.ts'
import type { EventHandler } from './event-handler.ts'
import { paymentChanged } from './payment-changed.ts'

const moneyInHandlers: Readonly<Record<string, EventHandler>> = {
  'checkout.session.completed': checkoutSessionChanged,
  'checkout.session.async_payment_succeeded': checkoutSessionChanged,
  'checkout.session.async_payment_failed': checkoutSessionFailed,
  'checkout.session.expired': checkoutSessionChanged,
  'payment_intent.succeeded': paymentChanged,
  'charge.failed': chargeFailed,
  'charge.succeeded': paymentChanged,
  'charge.updated': paymentChanged,
  'charge.refunded': paymentChanged,
  'charge.refund.updated': paymentChanged,
  'refund.created': paymentChanged,
  'refund.updated': paymentChanged,
  'refund.failed': paymentChanged,
  'charge.dispute.created': paymentChanged,
  'charge.dispute.updated': paymentChanged,
  'charge.dispute.closed': paymentChanged,
  'charge.dispute.funds_withdrawn': paymentChanged,
  'charge.dispute.funds_reinstated': paymentChanged,
  'radar.early_fraud_warning.created': paymentChanged,
  'radar.early_fraud_warning.updated': paymentChanged,
}

export const eventHandlers: Readonly<Record<string, EventHandler>> = {
  ...platformEventHandlers,
  ...accountEventHandlers,
  ...moneyInHandlers,
}

/** What a sweep lists: events of our own Stripe account. */
export const handledEventTypes = Object.keys({ ...moneyInHandlers, ...platformEventHandlers })
