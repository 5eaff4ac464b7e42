// Where one can go in the console: label, address, the permission that opens it, and the letter after `g` that leads there.
import type { OperatorPermission } from '@farebox/auth/operator-permissions'
import {
  BellRing,
  BookOpenCheck,
  CircleDollarSign,
  Gauge,
  Gavel,
  House,
  OctagonX,
  Package,
  Power,
  Scale,
  ScrollText,
  Search,
  SlidersHorizontal,
  Sparkles,
  Undo2,
} from 'lucide-react'
import type { ReactNode } from 'react'

export type Place = { label: string; href: string; permission: OperatorPermission; letter: string; icon: ReactNode }
export type PlaceGroup = { label?: string; places: readonly Place[] }

export const placeGroups: readonly PlaceGroup[] = [
  {
    places: [
      { label: 'Home', href: '/', permission: 'console.enter', letter: 'h', icon: <House aria-hidden /> },
      { label: 'Search', href: '/search', permission: 'search.use', letter: 's', icon: <Search aria-hidden /> },
    ],
  },
  {
    label: 'Money',
    places: [
      { label: 'Payouts', href: '/payouts', permission: 'payouts.read', letter: 'p', icon: <CircleDollarSign aria-hidden /> },
      { label: 'Refunds', href: '/refunds', permission: 'refunds.read', letter: 'f', icon: <Undo2 aria-hidden /> },
      { label: 'Disputes', href: '/disputes', permission: 'disputes.read', letter: 'd', icon: <Gavel aria-hidden /> },
      { label: 'Risk rules', href: '/risk', permission: 'risk.read', letter: 'u', icon: <Gauge aria-hidden /> },
      { label: 'Block lists', href: '/lists', permission: 'risk.read', letter: 'b', icon: <OctagonX aria-hidden /> },
      { label: 'Reconciliation', href: '/reconciliation', permission: 'reconciliation.read', letter: 'r', icon: <Scale aria-hidden /> },
      { label: 'Explain balance', href: '/explain', permission: 'explain.read', letter: 'e', icon: <BookOpenCheck aria-hidden /> },
      { label: 'Adjustments', href: '/adjustments', permission: 'adjustments.read', letter: 'j', icon: <SlidersHorizontal aria-hidden /> },
    ],
  },
  {
    label: 'What is sold',
    places: [
      { label: 'Models & prices', href: '/prices', permission: 'prices.read', letter: 'm', icon: <Sparkles aria-hidden /> },
      { label: 'Packages', href: '/packages', permission: 'packages.read', letter: 'k', icon: <Package aria-hidden /> },
      { label: 'Kill switches', href: '/switches', permission: 'switches.read', letter: 'x', icon: <Power aria-hidden /> },
    ],
  },
  {
    label: 'Watching',
    places: [
      { label: 'Alerts', href: '/alerts', permission: 'alerts.read', letter: 'a', icon: <BellRing aria-hidden /> },
      { label: 'Audit log', href: '/audit', permission: 'audit.read', letter: 'l', icon: <ScrollText aria-hidden /> },
    ],
  },
]

/** The places a role may go. */
export function placesFor(permissions: readonly OperatorPermission[]): PlaceGroup[] {
  return placeGroups
    .map((group) => ({ ...group, places: group.places.filter(({ permission }) => permissions.includes(permission)) }))
    .filter(({ places }) => places.length > 0)
}
