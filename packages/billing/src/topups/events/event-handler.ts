// What every handler of a Stripe event looks like: ask Stripe what is true now, then answer how to book it.
// Booking runs in the transaction that marks the event handled. An event is a hint: its content is never booked.
import type { DatabaseTransaction } from '@farebox/db'
import type { Till } from '../open-checkout.ts'

export type EventBooking = (transaction: DatabaseTransaction, now: Date) => Promise<unknown>

/** `account`: the connected account it happened in or speaks of; null for an event of our own. */
export type EventFacts = { id: string; type: string; account: string | null }

/**
 * `object` is the event's object as it was when the event was made; of a thin event, `{ id, type, url }` of the object to look at.
 * Undefined: nothing to do. Throwing means: try again later.
 */
export type EventHandler = (till: Till, object: unknown, event: EventFacts) => Promise<EventBooking | undefined>
