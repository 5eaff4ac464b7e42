// Pages of the wallet's owner: signed in, inside the frame.
import { TimeAhead } from '@farebox/ui'
import type { ReactNode } from 'react'
import { clock } from '../../server/clock'
import { requirePerson } from '../../server/session'
import { WalletShell } from '../../shell/wallet-shell'

export default async function WalletLayout({ children }: { children: ReactNode }) {
  const { email } = await requirePerson()
  return (
    <TimeAhead seconds={await clock().offsetSeconds()}>
      <WalletShell email={email}>{children}</WalletShell>
    </TimeAhead>
  )
}
