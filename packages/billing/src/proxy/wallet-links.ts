// Addresses of pages that help when a call cannot be paid.
import { publicId } from '@farebox/db'
import { unclaimedTopupPage } from '../topups/unclaimed-topup-page.ts'

export type WalletLinks = {
  /** Where a payer adds money: a user signed in, an organization in its dashboard, anybody for a wallet that nobody has claimed. */
  topup: (payer: { kind: PayerKind; walletId: string }) => string
  /** Where a user changes the limit of an app. */
  manage: (appId: string) => string
  /** Where a user may connect this app. */
  connect: (appId: string, externalUserId: string) => string
}

export type PayerKind = 'user' | 'unclaimed' | 'guest' | 'organization'

export function walletLinks({ walletUrl, dashboardUrl }: { walletUrl: string; dashboardUrl: string }): WalletLinks {
  return {
    topup({ kind, walletId }) {
      if (kind === 'organization') return `${dashboardUrl}/balance`
      return kind === 'unclaimed' ? unclaimedTopupPage(walletUrl, walletId) : `${walletUrl}/top-up`
    },
    manage: (appId) => `${walletUrl}/apps/${publicId('app', appId)}`,
    connect: (appId, externalUserId) =>
      `${walletUrl}/connect?${new URLSearchParams({ app: publicId('app', appId), user: externalUserId })}`,
  }
}
