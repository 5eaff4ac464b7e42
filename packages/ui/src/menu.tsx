'use client'
// A few actions or places behind one button.

import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'

export type MenuEntry =
  | { kind?: 'link'; label: string; href: string; icon?: ReactNode; isCurrent?: boolean }
  | { kind: 'action'; label: string; onSelect: () => void; icon?: ReactNode; isDangerous?: boolean; disabled?: boolean }
  | { kind: 'separator'; id: string }
  | { kind: 'text'; id: string; text: ReactNode }

type MenuProps = { trigger: ReactElement<Record<string, unknown>>; entries: readonly MenuEntry[]; align?: 'start' | 'end' }

const itemClasses =
  'flex min-h-9 w-full cursor-default items-center gap-2.5 rounded-control px-2.5 text-sm text-ink outline-none data-[disabled]:opacity-55 data-[highlighted]:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:text-ink-faint'

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case 'separator':
      return <Base.Separator className="mx-2 my-1 h-px bg-line" />
    case 'text':
      return <div className="px-2.5 py-2 text-ink-faint text-xs">{entry.text}</div>
    case 'action':
      return (
        <Base.Item
          onClick={entry.onSelect}
          disabled={entry.disabled}
          className={classNames(itemClasses, entry.isDangerous && 'text-critical [&_svg]:text-critical')}
        >
          {entry.icon}
          {entry.label}
        </Base.Item>
      )
    default:
      return (
        <Base.LinkItem
          render={<AppLink href={entry.href} aria-current={entry.isCurrent ? 'true' : undefined} />}
          closeOnClick
          className={classNames(itemClasses, entry.isCurrent && 'font-semibold')}
        >
          {entry.icon}
          {entry.label}
        </Base.LinkItem>
      )
  }
}

export function Menu({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50 outline-none">
          <Base.Popup className="popup-motion min-w-52 max-w-80 rounded-card border border-line bg-raised p-1 shadow-popup outline-none">
            {entries.map((entry) => (
              <Entry key={'id' in entry ? entry.id : entry.label} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
