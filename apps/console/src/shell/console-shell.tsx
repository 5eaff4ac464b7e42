'use client'
// The frame of every signed-in page: what the operator's role opens, at the side; keyboard shortcuts; time, where it can be moved.
import type { OperatorPermission, OperatorRole } from '@farebox/auth/operator-permissions'
import { AppShell } from '@farebox/ui'
import { type ReactNode, useState } from 'react'
import { AccountMenu } from './account-menu'
import { placesFor } from './places'
import { ShortcutList } from './shortcut-list'
import { useShortcuts } from './use-shortcuts'

type ConsoleShellProps = {
  email: string
  role: OperatorRole
  permissions: readonly OperatorPermission[]
  /** Development: the button that moves time ahead. */
  clock?: ReactNode
  children: ReactNode
}

export function ConsoleShell({ email, role, permissions, clock, children }: ConsoleShellProps) {
  const groups = placesFor(permissions)
  const [isListOpen, setIsListOpen] = useState(false)
  const shortcuts = useShortcuts(
    groups.flatMap(({ places }) => places),
    () => setIsListOpen(true),
  )
  return (
    <AppShell
      product="Console"
      homeHref="/"
      navigation={groups.map(({ label, places }) => ({ ...(label && { label }), links: places }))}
      phoneNavigation="menu"
      account={
        <>
          {clock}
          <AccountMenu email={email} role={role} onShortcuts={() => setIsListOpen(true)} />
        </>
      }
    >
      {children}
      <ShortcutList groups={groups} isOpen={isListOpen} onOpenChange={setIsListOpen} {...shortcuts} />
    </AppShell>
  )
}
