'use client'
// The navigation of the larger apps on a phone: one button, one sheet; it closes when a place is chosen.
import { Menu as MenuIcon } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import type { NavigationGroup } from './navigation.ts'
import { RailLinks } from './rail-links.tsx'
import { Sheet } from './sheet.tsx'

export function PhoneMenu({ groups }: { groups: readonly NavigationGroup[] }) {
  const pathname = usePathname()
  const [openedAt, setOpenedAt] = useState<string | null>()
  return (
    <Sheet
      title="Menu"
      open={openedAt !== undefined && openedAt === pathname}
      onOpenChange={(open) => setOpenedAt(open ? pathname : undefined)}
      trigger={
        <button
          type="button"
          aria-label="Menu"
          className="inline-flex size-11 items-center justify-center rounded-control text-ink-soft hover:bg-sunken sm:hidden"
        >
          <MenuIcon aria-hidden className="size-5" />
        </button>
      }
    >
      <RailLinks groups={groups} label="Menu" />
    </Sheet>
  )
}
