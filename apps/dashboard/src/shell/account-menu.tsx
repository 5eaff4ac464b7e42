'use client'
// Who is signed in, the way to their wallet, and the way out.
import { IconButton, Menu } from '@farebox/ui'
import { FlaskConical, LogOut, UserRound, WalletCards } from 'lucide-react'
import { signOut } from '../app/sign-in/actions'

type AccountMenuProps = { email: string; walletUrl: string; otherMode: { label: string; href: string } | undefined }

export function AccountMenu({ email, walletUrl, otherMode }: AccountMenuProps) {
  return (
    <Menu
      trigger={<IconButton label={`Account of ${email}`} icon={<UserRound aria-hidden />} />}
      entries={[
        { kind: 'text', id: 'email', text: email },
        ...(otherMode ? [{ ...otherMode, icon: <FlaskConical aria-hidden /> }] : []),
        { label: 'My own wallet', href: walletUrl, icon: <WalletCards aria-hidden /> },
        { kind: 'action', label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => void signOut() },
      ]}
    />
  )
}
