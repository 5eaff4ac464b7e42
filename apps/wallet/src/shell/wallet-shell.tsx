// The frame of every page of a signed-in owner.
import { AppShell } from '@farebox/ui'
import type { ReactNode } from 'react'
import { AccountMenu } from './account-menu'
import { navigation, tabs } from './navigation'

export function WalletShell({ email, children }: { email: string; children: ReactNode }) {
  return (
    <AppShell
      product="Wallet"
      homeHref="/"
      navigation={navigation}
      phoneNavigation="tabs"
      tabs={tabs}
      width="narrow"
      account={<AccountMenu email={email} />}
    >
      {children}
    </AppShell>
  )
}
