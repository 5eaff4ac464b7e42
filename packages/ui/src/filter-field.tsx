'use client'
// A filter that waits until typing is done, and is applied with Enter or on leaving it.
import { useState } from 'react'
import { TextField } from './text-field.tsx'

type FilterFieldProps = {
  label: string
  value: string
  placeholder?: string
  /** For ids, which are long. */
  isWide?: boolean
  onApply: (value: string) => void
}

export function FilterField({ label, value, placeholder, isWide = false, onApply }: FilterFieldProps) {
  const [typed, setTyped] = useState<string>()
  const apply = () => {
    if (typed !== undefined && typed.trim() !== value) onApply(typed.trim())
    setTyped(undefined)
  }
  return (
    <form
      className={isWide ? 'w-full sm:w-96' : 'w-full sm:w-60'}
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <TextField
        label={label}
        value={typed ?? value}
        placeholder={placeholder}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={apply}
      />
    </form>
  )
}
