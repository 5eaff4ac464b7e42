'use client'
// The frame of every signed-in page. It reads where it stands from the address, and stays while pages change inside it.
import { AppShell, type NavigationGroup } from '@farebox/ui'
import {
  Ban,
  Blocks,
  ChartNoAxesColumn,
  CircleDollarSign,
  Gavel,
  Gift,
  KeyRound,
  Landmark,
  LayoutGrid,
  LogIn,
  Percent,
  ReceiptText,
  Users,
  Wallet,
  Webhook,
} from 'lucide-react'
import { useParams, usePathname, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { inMode, type Mode, readMode } from '../place/mode'
import { AccountMenu } from './account-menu'
import { ModeSwitch } from './mode-switch'
import { PlaceSwitcher } from './place-switcher'

export type OrganizationEntry = { id: string; name: string; apps: { id: string; name: string }[] }

type DashboardShellProps = { email: string; organizations: OrganizationEntry[]; walletUrl: string; children: ReactNode }

export function DashboardShell({ email, organizations, walletUrl, children }: DashboardShellProps) {
  const pathname = usePathname()
  const search = useSearchParams()
  const { appId } = useParams<{ appId?: string }>()
  const mode = readMode(search.get('mode'))
  const organization =
    organizations.find(({ id, apps }) => id === search.get('organization') || apps.some((app) => app.id === appId)) ?? organizations[0]
  const app = organization?.apps.find(({ id }) => id === appId)
  return (
    <AppShell
      homeHref={inMode('/apps', mode)}
      navigation={navigation({ organization, app, mode })}
      phoneNavigation="menu"
      mode={mode}
      exitSandboxHref={hrefInMode(pathname, search, 'live')}
      switcher={<PlaceSwitcher organizations={organizations} organization={organization} app={app} mode={mode} />}
      account={
        <>
          {organization ? (
            <ModeSwitch mode={mode} liveHref={hrefInMode(pathname, search, 'live')} sandboxHref={hrefInMode(pathname, search, 'sandbox')} />
          ) : null}
          <AccountMenu email={email} walletUrl={walletUrl} otherMode={organization && otherMode(mode, pathname, search)} />
        </>
      }
    >
      {children}
    </AppShell>
  )
}

type Standing = { organization: OrganizationEntry | undefined; app: { id: string; name: string } | undefined; mode: Mode }

function navigation({ organization, app, mode }: Standing): NavigationGroup[] {
  if (!organization) return []
  const of = (path: string) => inMode(`${path}?organization=${organization.id}`, mode)
  const groups: NavigationGroup[] = [
    {
      label: organization.name,
      links: [
        { label: 'Apps', href: of('/apps'), icon: <LayoutGrid aria-hidden /> },
        { label: 'Earnings', href: of('/earnings'), icon: <CircleDollarSign aria-hidden /> },
        { label: 'Payouts', href: of('/payouts'), icon: <Landmark aria-hidden /> },
        { label: 'Disputes', href: of('/disputes'), icon: <Gavel aria-hidden /> },
        { label: 'Balance', href: of('/balance'), icon: <Wallet aria-hidden /> },
      ],
    },
  ]
  if (!app) return groups
  const at = (page: string) => inMode(`/apps/${app.id}${page}`, mode)
  const links = [
    { label: 'Overview', href: at(''), icon: <ChartNoAxesColumn aria-hidden /> },
    { label: 'Pricing', href: at('/pricing'), icon: <Percent aria-hidden /> },
    { label: 'Services', href: at('/services'), icon: <Blocks aria-hidden /> },
    { label: 'Keys', href: at('/keys'), icon: <KeyRound aria-hidden /> },
    { label: 'Connect', href: at('/connect'), icon: <LogIn aria-hidden /> },
    { label: 'Webhooks', href: at('/webhooks'), icon: <Webhook aria-hidden /> },
    { label: 'Charges', href: at('/charges'), icon: <ReceiptText aria-hidden /> },
    { label: 'Refused calls', href: at('/refused'), icon: <Ban aria-hidden /> },
    { label: 'Users', href: at('/users'), icon: <Users aria-hidden /> },
    { label: 'Grants', href: at('/grants'), icon: <Gift aria-hidden /> },
  ]
  return [...groups, { label: app.name, links }]
}

/** On a narrow screen the switch is in the account's menu. */
function otherMode(mode: Mode, pathname: string, search: { get: (name: string) => string | null }) {
  return mode === 'live'
    ? { label: 'Switch to sandbox', href: hrefInMode(pathname, search, 'sandbox') }
    : { label: 'Switch to live', href: hrefInMode(pathname, search, 'live') }
}

/** The same page in the other mode. What was filtered or paged through does not exist there. */
function hrefInMode(pathname: string, search: { get: (name: string) => string | null }, mode: Mode): string {
  const organization = search.get('organization')
  return inMode(organization ? `${pathname}?organization=${organization}` : pathname, mode)
}
