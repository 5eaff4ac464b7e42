// Which event types mean something to money out.
import type { EventHandler } from '../../topups/events/event-handler.ts'
import { accountChanged } from './account-changed.ts'
import { connectedPayoutChanged } from './connected-payout-changed.ts'
import { transferChanged } from './transfer-changed.ts'

/** Of our own Stripe account: a sweep lists them again after an outage. */
export const platformEventHandlers: Readonly<Record<string, EventHandler>> = {
  'transfer.created': transferChanged,
  'transfer.updated': transferChanged,
  'transfer.reversed': transferChanged,
}

/** Of developers' accounts: what an outage swallowed, reading each account again repairs. */
export const accountEventHandlers: Readonly<Record<string, EventHandler>> = {
  'payout.paid': connectedPayoutChanged,
  'payout.failed': connectedPayoutChanged,
  'account.updated': accountChanged,
  'account.external_account.created': accountChanged,
  'account.external_account.updated': accountChanged,
  'account.external_account.deleted': accountChanged,
  'v2.core.account.created': accountChanged,
  'v2.core.account.updated': accountChanged,
  'v2.core.account[requirements].updated': accountChanged,
  'v2.core.account[identity].updated': accountChanged,
  'v2.core.account[configuration.recipient].updated': accountChanged,
  'v2.core.account[configuration.recipient].capability_status_updated': accountChanged,
}
