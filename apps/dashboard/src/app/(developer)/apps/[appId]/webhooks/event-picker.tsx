'use client'
// Which events an endpoint is told: each with what it means.
import { Checkbox } from '@farebox/ui'

export type EventChoice = { type: string; says: string }

type EventPickerProps = { choices: readonly EventChoice[]; chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }

export function EventPicker({ choices, chosen, onChange }: EventPickerProps) {
  const turn = (type: string, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(type)
    else next.delete(type)
    onChange(next)
  }
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-ink text-sm">Events</legend>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {choices.map(({ type, says }) => (
          <Checkbox
            key={type}
            name={type}
            label={<code className="font-mono text-[0.8125rem]">{type}</code>}
            hint={says}
            checked={chosen.has(type)}
            onChange={(event) => turn(type, event.target.checked)}
          />
        ))}
      </div>
    </fieldset>
  )
}
