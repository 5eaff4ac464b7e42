// The frame of the signed-in pages. Pages decide who may see them; without anybody signed in there is no frame.
import { roleMay } from '@farebox/auth/operator-permissions'
import { TimeAhead } from '@farebox/ui'
import type { ReactNode } from 'react'
import { clock } from '../../server/clock'
import { currentOperator } from '../../server/session'
import { ClockMenu } from '../../shell/clock-menu'
import { ConsoleShell } from '../../shell/console-shell'
import { caller } from '../../trpc/server'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const operator = await currentOperator()
  if (!operator) return children
  const api = await caller()
  const { permissions } = await api.account.me()
  const { now, daysAhead, isMovable } = await api.clock.read()
  const today = now.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const canMove = isMovable && roleMay(operator.role, 'clock.advance')
  return (
    <TimeAhead seconds={await clock().offsetSeconds()}>
      <ConsoleShell
        email={operator.email}
        role={operator.role}
        permissions={permissions}
        clock={canMove ? <ClockMenu today={today} daysAhead={daysAhead} /> : undefined}
      >
        {children}
      </ConsoleShell>
    </TimeAhead>
  )
}
