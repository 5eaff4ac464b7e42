'use client'
// On or off, at once: for settings that take effect without a save button.
import { Switch as Base } from '@base-ui/react/switch'
import { type ReactNode, useId } from 'react'
import { noteId } from './field-frame.tsx'

type SwitchProps = {
  label: string
  hint?: ReactNode
  checked?: boolean
  defaultChecked?: boolean
  onCheckedChange?: (checked: boolean) => void
  name?: string
  disabled?: boolean
}

export function Switch({ label, hint, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-center justify-between gap-6">
      <div>
        <span id={id} className="font-medium text-ink text-sm">
          {label}
        </span>
        {hint ? (
          <p id={noteId(id)} className="text-ink-faint text-sm">
            {hint}
          </p>
        ) : null}
      </div>
      <Base.Root
        aria-labelledby={id}
        aria-describedby={hint ? noteId(id) : undefined}
        className="relative inline-flex h-6 w-10.5 shrink-0 rounded-full border border-line-strong bg-sunken p-0.5 transition-colors after:absolute after:-inset-2.5 data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:opacity-55 forced-colors:border-[ButtonText]"
        {...rest}
      >
        <Base.Thumb className="size-4.5 rounded-full bg-line-strong transition-transform data-[checked]:translate-x-4.5 data-[checked]:bg-on-accent rtl:data-[checked]:-translate-x-4.5 forced-colors:bg-[ButtonText]" />
      </Base.Root>
    </div>
  )
}
