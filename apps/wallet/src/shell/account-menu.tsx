'use client'
// Who is signed in, and the way out.
import { IconButton, Menu } from '@farebox/ui'
import { LogOut, UserRound } from 'lucide-react'
import { signOut } from '../app/sign-in/actions'

export function AccountMenu({ email }: { email: string }) {
  return (
    <Menu
      trigger={<IconButton label={`Account of ${email}`} icon={<UserRound aria-hidden />} />}
      entries={[
        { kind: 'text', id: 'email', text: email },
        { kind: 'action', label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => void signOut() },
      ]}
    />
  )
}
