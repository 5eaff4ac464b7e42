'use client'
// From one app or organization to another.
import { Button, Menu, type MenuEntry } from '@farebox/ui'
import { Building2, ChevronsUpDown, Plus } from 'lucide-react'
import { inMode, type Mode } from '../place/mode'
import type { OrganizationEntry } from './dashboard-shell'

type PlaceSwitcherProps = {
  organizations: OrganizationEntry[]
  organization: OrganizationEntry | undefined
  app: { id: string; name: string } | undefined
  mode: Mode
}

export function PlaceSwitcher({ organizations, organization, app, mode }: PlaceSwitcherProps) {
  if (!organization) return null
  const entries: MenuEntry[] = organizations.flatMap((each): MenuEntry[] => [
    { kind: 'text', id: `${each.id}-name`, text: each.name },
    ...each.apps.map((one) => ({ label: one.name, href: inMode(`/apps/${one.id}`, mode), isCurrent: one.id === app?.id })),
    {
      label: each.apps.length === 0 ? 'No app yet: create one' : `All apps of ${each.name}`,
      href: inMode(each.apps.length === 0 ? `/apps/new?organization=${each.id}` : `/apps?organization=${each.id}`, mode),
      isCurrent: !app && each.id === organization.id,
    },
    { kind: 'separator', id: `${each.id}-end` },
  ])
  const trigger = (
    <Button variant="quiet" className="min-w-0 max-w-[13rem] shrink px-2 sm:max-w-xs" icon={<Building2 aria-hidden />}>
      <span className="sr-only">Switch organization or app. Now: </span>
      <span className="truncate">{app ? app.name : organization.name}</span>
      <ChevronsUpDown aria-hidden />
    </Button>
  )
  return (
    <Menu
      align="start"
      trigger={trigger}
      entries={[...entries, { label: 'New organization', href: '/organizations/new', icon: <Plus aria-hidden /> }]}
    />
  )
}
