// The frame of the signed-in pages. Pages decide who may see them; without anybody signed in there is no frame.
import { TimeAhead } from '@farebox/ui'
import type { ReactNode } from 'react'
import { env } from '../../env'
import { clock } from '../../server/clock'
import { currentPerson } from '../../server/session'
import { DashboardShell } from '../../shell/dashboard-shell'
import { caller } from '../../trpc/server'

export default async function DeveloperLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson()
  if (!person) return children
  const organizations = await (await caller()).organizations.list()
  return (
    <TimeAhead seconds={await clock().offsetSeconds()}>
      <DashboardShell email={person.email} organizations={organizations} walletUrl={env().WALLET_URL}>
        {children}
      </DashboardShell>
    </TimeAhead>
  )
}
