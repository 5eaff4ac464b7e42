'use client'
// Who is signed in, with which role, and the way out.
import { IconButton, Menu } from '@farebox/ui'
import { Keyboard, LogOut, UserRound } from 'lucide-react'
import { signOut } from '../app/sign-in/actions'

type AccountMenuProps = { email: string; role: string; onShortcuts: () => void }

export function AccountMenu({ email, role, onShortcuts }: AccountMenuProps) {
  return (
    <Menu
      trigger={<IconButton label={`Account of ${email}`} icon={<UserRound aria-hidden />} />}
      entries={[
        { kind: 'text', id: 'email', text: `${email} · ${role}` },
        { kind: 'action', label: 'Keyboard shortcuts', icon: <Keyboard aria-hidden />, onSelect: onShortcuts },
        { kind: 'action', label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => void signOut() },
      ]}
    />
  )
}
