// Pages of the wallet's owner: signed in, inside the frame.
import type { ReactNode } from 'react'
import { requirePerson } from '../../server/session'
import { WalletShell } from '../../shell/wallet-shell'

export default async function WalletLayout({ children }: { children: ReactNode }) {
  const { email } = await requirePerson()
  return <WalletShell email={email}>{children}</WalletShell>
}
