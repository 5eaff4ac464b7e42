'use client'
// One of a few, under a label. Submits with its form through `name`.
import { Select } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useId } from 'react'
import { classNames } from './class-names.ts'
import { controlClasses, describedBy, FieldNote, type FieldText } from './field-frame.tsx'

export type SelectChoice = { value: string; label: string; note?: string }

type SelectFieldProps = FieldText & {
  choices: readonly SelectChoice[]
  name?: string
  value?: string
  defaultValue?: string
  onValueChange?: (value: string) => void
  placeholder?: string
  disabled?: boolean
  /** Keeps the label for screen readers only: in a toolbar, where the value speaks for itself. */
  isLabelHidden?: boolean
}

export function SelectField({
  label,
  hint,
  error,
  choices,
  onValueChange,
  placeholder = 'Choose',
  isLabelHidden,
  ...rest
}: SelectFieldProps) {
  const id = useId()
  return (
    <div className="space-y-1.5">
      <Select.Root items={choices} onValueChange={(value) => typeof value === 'string' && onValueChange?.(value)} {...rest}>
        <Select.Label className={classNames('block w-fit font-medium text-ink text-sm', isLabelHidden && 'sr-only')}>
          <span id={`${id}-label`}>{label}</span>
        </Select.Label>
        <Select.Trigger
          // Said here, so that it has a name before scripts have run.
          aria-labelledby={`${id}-label`}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={classNames(controlClasses, 'flex items-center justify-between gap-3 text-start')}
        >
          <Select.Value placeholder={placeholder} className="truncate data-[placeholder]:text-ink-faint" />
          <Select.Icon className="text-ink-faint">
            <ChevronsUpDown aria-hidden className="size-4" />
          </Select.Icon>
        </Select.Trigger>
        <Select.Portal>
          <Select.Positioner sideOffset={6} alignItemWithTrigger={false} className="z-50 select-none outline-none">
            <Select.Popup className="popup-motion max-h-[min(20rem,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-popup">
              {choices.map((choice) => (
                <Select.Item
                  key={choice.value}
                  value={choice.value}
                  className="flex min-h-9 cursor-default items-center gap-2 rounded-control py-1.5 ps-2.5 pe-3 text-sm outline-none data-[highlighted]:bg-sunken pointer-coarse:min-h-11"
                >
                  <span className="size-4">
                    <Select.ItemIndicator>
                      <Check aria-hidden className="size-4 text-accent-ink" />
                    </Select.ItemIndicator>
                  </span>
                  <span>
                    <Select.ItemText>{choice.label}</Select.ItemText>
                    {choice.note ? <span className="block text-ink-faint text-xs">{choice.note}</span> : null}
                  </span>
                </Select.Item>
              ))}
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
      <FieldNote id={id} hint={hint} error={error} />
    </div>
  )
}
