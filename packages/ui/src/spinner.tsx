// Work in progress. Decorative beside a word; with a `label` it is announced by itself.
import { LoaderCircle } from 'lucide-react'
import { classNames } from './class-names.ts'

export function Spinner({ label, className }: { label?: string; className?: string }) {
  const circle = <LoaderCircle aria-hidden className={classNames('size-4 animate-spin', className)} />
  if (!label) return circle
  return (
    <span role="status" className="inline-flex items-center gap-2 text-ink-soft text-sm">
      {circle}
      {label}
    </span>
  )
}
