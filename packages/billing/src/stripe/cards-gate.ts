// What we ask of Stripe about saved cards: whose they are, which there are, and to charge one while its owner is away.
import type { Refused, Unknown } from './outcome.ts'
import type { StripeCard } from './payment-gate.ts'

/** `ownerId`: the wallet's or the organization's id. */
export type CustomerRequest = { ownerId: string; email: string }

export type SavedCard = { paymentMethodId: string; customerId: string; card: StripeCard; createdAt: Date }

export type SavedCardCharge = {
  /** Our order: asking again for it answers the same payment. */
  orderId: string
  customerId: string
  paymentMethodId: string
  amountCents: number
  description: string
  /** Where the owner comes back to, should their bank want to see them. The same one for every try of an order. */
  returnUrl: string
}

/**
 * `paid`: taken. `processing`: on its way, and no success yet. `authentication_required`: only its owner can go on (`confirm`); do not try
 * again without them. `declined`: the bank said no. `refused`: Stripe would not try at all (the card is gone, …); both may follow a try
 * that took nothing. `unknown`: ask again for the same order, or look at the payment.
 */
export type SavedCardOutcome =
  | { kind: 'paid' | 'processing' | 'authentication_required'; paymentIntent: string }
  | { kind: 'declined'; paymentIntent: string | null; code: string; declineCode: string | null; message: string }
  | Refused
  | Unknown

export type ConfirmRequest = { paymentIntent: string; paymentMethodId: string; returnUrl: string }

/** `authenticate`: send the person to `url`, their bank's page; it leads back to `returnUrl`. */
export type ConfirmOutcome = { kind: 'authenticate'; paymentIntent: string; url: string } | SavedCardOutcome

export type CardsGate = {
  /** Asking again for the same owner and address within a day answers the same customer. Keep the id: a day later it would make another. */
  customerFor: (request: CustomerRequest) => Promise<{ customerId: string }>
  /** Newest first, at most 100. */
  savedCards: (customerId: string) => Promise<SavedCard[]>
  /** The card can never be charged again. A card that is gone already is no error. */
  removeCard: (paymentMethodId: string) => Promise<void>
  /** Never throws, and never charges twice for one order: it first looks for a payment that names it. */
  chargeSavedCard: (charge: SavedCardCharge) => Promise<SavedCardOutcome>
  /** What became of a charge that nobody answered for: only a look. `none`: there is no payment of this order. */
  lookForCharge: (charge: Pick<SavedCardCharge, 'orderId' | 'customerId'>) => Promise<SavedCardOutcome | { kind: 'none' }>
  /** The owner is here now and goes on with a payment that wanted them. Never throws. */
  confirm: (request: ConfirmRequest) => Promise<ConfirmOutcome>
  /** Ends a payment that nobody has paid, so that it can never be paid. `paid` or `processing`: too late. */
  cancelPayment: (paymentIntent: string) => Promise<{ kind: 'canceled' | 'paid' | 'processing' } | Unknown>
}
