// Facts about one thing: name at the start, value behind it, ids ready to copy. On a phone a value that is too long stands below.
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

export type KeyValue = {
  label: string
  value: ReactNode
  /** The text to copy; also sets the value in the typeface of ids. */
  copy?: string
}

export function KeyValueList({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {items.map(({ label, value, copy }) => (
        <div
          key={label}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:flex-nowrap sm:justify-start"
        >
          <dt className="shrink-0 text-ink-faint sm:w-44">{label}</dt>
          <dd className="flex min-w-0 items-center gap-1 text-ink sm:grow">
            {copy === undefined ? (
              value
            ) : (
              <>
                <code className="break-all font-mono text-[0.8125rem]">{value}</code>
                <CopyButton text={copy} label={`Copy ${label}`} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
