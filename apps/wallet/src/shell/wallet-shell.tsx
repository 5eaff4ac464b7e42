// The frame of every page of a signed-in owner.
import { AppShell, type NavigationGroup } from '@farebox/ui'
import { CirclePlus, House, LayoutGrid, ReceiptText, ShoppingBag } from 'lucide-react'
import type { ReactNode } from 'react'
import { AccountMenu } from './account-menu'

const navigation: readonly NavigationGroup[] = [
  {
    links: [
      { label: 'Home', href: '/', icon: <House aria-hidden /> },
      { label: 'Top up', href: '/top-up', icon: <CirclePlus aria-hidden /> },
      { label: 'Charges', href: '/charges', icon: <ReceiptText aria-hidden /> },
      { label: 'Apps', href: '/apps', icon: <LayoutGrid aria-hidden /> },
      { label: 'Purchases', href: '/purchases', icon: <ShoppingBag aria-hidden /> },
    ],
  },
]

export function WalletShell({ email, children }: { email: string; children: ReactNode }) {
  return (
    <AppShell
      product="Wallet"
      homeHref="/"
      navigation={navigation}
      phoneNavigation="tabs"
      width="narrow"
      account={<AccountMenu email={email} />}
    >
      {children}
    </AppShell>
  )
}
