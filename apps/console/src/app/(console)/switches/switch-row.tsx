'use client'
// One switch: what it is about, how it stands, and the button that turns it.
import { Button, StatusBadge } from '@farebox/ui'
import type { ReactNode } from 'react'
import { DeedDialog } from '../../../deeds/deed-dialog'

type SwitchRowProps = {
  name: string
  note?: ReactNode
  isOn: boolean
  /** False: the role may look only. */
  mayTurn: boolean
  /** What switching it off does, in a sentence. */
  effect: string
  onTurn: (isOn: boolean, reason: string) => Promise<unknown>
}

export function SwitchRow({ name, note, isOn, mayTurn, effect, onTurn }: SwitchRowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="wrap-anywhere font-medium text-ink text-sm">{name}</p>
        {note ? <p className="text-ink-faint text-xs">{note}</p> : null}
      </div>
      <div className="flex items-center gap-3">
        {isOn ? <StatusBadge status="active">On</StatusBadge> : <StatusBadge status="revoked">Off</StatusBadge>}
        {mayTurn ? (
          <DeedDialog
            title={isOn ? `Switch off ${name}?` : `Switch ${name} on again?`}
            effect={isOn ? effect : 'Calls are served again from this moment.'}
            confirmLabel={isOn ? 'Switch off' : 'Switch on'}
            tone={isOn ? 'danger' : 'primary'}
            done={isOn ? `${name} is off.` : `${name} is on again.`}
            onConfirm={(reason) => onTurn(!isOn, reason)}
            trigger={
              <Button size="small" aria-label={isOn ? `Switch off ${name}` : `Switch ${name} on`}>
                {isOn ? 'Switch off' : 'Switch on'}
              </Button>
            }
          />
        ) : null}
      </div>
    </li>
  )
}
