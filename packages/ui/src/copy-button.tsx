'use client'
// Copies a text and says so, to the eye and to a screen reader.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classNames } from './class-names.ts'

const CONFIRMATION_MS = 2000

type Outcome = 'idle' | 'copied' | 'failed'
const announcements: Record<Outcome, string> = { idle: '', copied: 'Copied', failed: 'Could not copy. Select the text instead.' }

/** `label` names what is copied: "Copy request id". With `children` the words are shown beside the icon. */
export function CopyButton({ text, label, children, className }: { text: string; label: string; children?: string; className?: string }) {
  const [outcome, setOutcome] = useState<Outcome>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const timer = setTimeout(() => setOutcome('idle'), CONFIRMATION_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={copy}
      className={classNames(
        'relative inline-flex min-h-7 min-w-7 shrink-0 items-center justify-center gap-1.5 rounded-md text-ink-faint text-xs transition-colors hover:bg-sunken hover:text-ink',
        children && 'px-2',
        className,
      )}
    >
      {outcome === 'copied' ? <Check aria-hidden className="size-4 text-positive" /> : <Copy aria-hidden className="size-4" />}
      {children ? <span>{outcome === 'copied' ? 'Copied' : children}</span> : null}
      <span role="status" className="sr-only">
        {announcements[outcome]}
      </span>
    </button>
  )
}
