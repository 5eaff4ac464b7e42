'use client'
// What the keys do, and the switch that turns them off.
import { Dialog, Switch } from '@farebox/ui'
import type { PlaceGroup } from './places'
import type { Shortcuts } from './use-shortcuts'

type ShortcutListProps = Shortcuts & { groups: readonly PlaceGroup[]; isOpen: boolean; onOpenChange: (isOpen: boolean) => void }

export function ShortcutList({ groups, isOn, turn, isOpen, onOpenChange }: ShortcutListProps) {
  const keys = [
    ...groups.flatMap(({ places }) => places.map(({ label, letter }) => ({ press: `g ${letter}`, does: label }))),
    { press: '/', does: 'Search by any id' },
    { press: 'j', does: 'Next row' },
    { press: 'k', does: 'Row before' },
    { press: 'Enter', does: 'Open the row' },
    { press: '?', does: 'This list' },
  ]
  return (
    <Dialog title="Keyboard shortcuts" open={isOpen} onOpenChange={onOpenChange}>
      <div className="space-y-4 pb-5">
        <Switch label="Single-key shortcuts" checked={isOn} onCheckedChange={turn} />
        <dl className="divide-y divide-line text-sm">
          {keys.map(({ press, does }) => (
            <div key={press} className="flex items-center justify-between gap-4 py-2">
              <dt className="text-ink">{does}</dt>
              <dd>
                <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-ink-soft text-xs">{press}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}
