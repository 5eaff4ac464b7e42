'use client'
// A number by dragging, by arrow keys, or by typing: the field beside the slider is the same value.
import { Slider } from '@base-ui/react/slider'
import { useId, useState } from 'react'
import { classNames } from './class-names.ts'
import { controlClasses, FieldNote, type FieldText } from './field-frame.tsx'

type SliderFieldProps = FieldText & {
  min: number
  max: number
  step?: number
  /** "%" behind the number. */
  unit?: string
  value: number
  onValueChange: (value: number) => void
  name?: string
  disabled?: boolean
}

/** Not for money, which stays a decimal string; for percentages, days and counts. */
export function SliderField({ label, hint, error, min, max, step = 1, unit = '', value, onValueChange, name, disabled }: SliderFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const commit = (text: string) => {
    setTyped(text)
    const number = text.trim() === '' ? Number.NaN : +text
    if (number >= min && number <= max) onValueChange(number)
  }
  return (
    <div className="space-y-1.5">
      <span id={`${id}-label`} className="block font-medium text-ink text-sm">
        {label}
      </span>
      <div className="flex items-center gap-5">
        <Slider.Root
          className="grow"
          value={value}
          min={min}
          max={max}
          step={step}
          disabled={disabled}
          aria-labelledby={`${id}-label`}
          onValueChange={(next) => {
            setTyped(undefined)
            onValueChange(next)
          }}
        >
          <Slider.Control className="flex h-10 touch-none items-center">
            <Slider.Track className="h-1.5 w-full rounded-full bg-line shadow-[inset_0_0_0_1px_var(--shade)]">
              <Slider.Indicator className="rounded-full bg-accent" />
              <Slider.Thumb
                aria-labelledby={`${id}-label`}
                className="size-6 rounded-full border-[3px] border-accent bg-surface shadow-card has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
              />
            </Slider.Track>
          </Slider.Control>
        </Slider.Root>
        <div className="relative w-24">
          <input
            aria-label={unit ? `${label}, in ${unit}` : label}
            inputMode="decimal"
            name={name}
            disabled={disabled}
            value={typed ?? String(value)}
            onChange={(event) => commit(event.target.value)}
            onBlur={() => setTyped(undefined)}
            aria-invalid={error ? true : undefined}
            className={classNames(controlClasses, 'text-end tabular-nums', unit && 'pe-8')}
          />
          <span aria-hidden className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-ink-faint text-sm">
            {unit}
          </span>
        </div>
      </div>
      <FieldNote id={id} hint={hint} error={error} />
    </div>
  )
}
