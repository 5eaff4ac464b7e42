// A developer paid into the organization's balance by card: what developer billing spends.
import type { Movement } from '../movement.ts'
import { type TopupReceived, topupReceived } from './topup-received.ts'

/**
 * As `topup.received`, into the organization's wallet: top-up clearing → lot and package fee.
 * The lot is spendable in every app of the organization, and earns nobody a markup.
 */
export function organizationWalletFunded(facts: Omit<TopupReceived, 'appId'>): Movement {
  return { ...topupReceived(facts), kind: 'organization_wallet.funded' }
}
