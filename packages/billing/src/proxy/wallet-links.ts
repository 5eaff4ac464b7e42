// Addresses of pages that help when a call cannot be paid.
import { publicId } from '@farebox/db'

export type WalletLinks = {
  /** Where a user adds money. */
  topup: () => string
  /** Where a user changes the limit of an app. */
  manage: (appId: string) => string
  /** Where a user may connect this app. */
  connect: (appId: string, externalUserId: string) => string
  /** Where a developer adds money to the organization's balance. */
  organizationTopup: () => string
}

export function walletLinks({ walletUrl, dashboardUrl }: { walletUrl: string; dashboardUrl: string }): WalletLinks {
  return {
    topup: () => `${walletUrl}/top-up`,
    manage: (appId) => `${walletUrl}/apps/${publicId('app', appId)}`,
    connect: (appId, externalUserId) =>
      `${walletUrl}/connect?${new URLSearchParams({ app: publicId('app', appId), user: externalUserId })}`,
    organizationTopup: () => `${dashboardUrl}/balance`,
  }
}
