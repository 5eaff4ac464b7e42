// Facts about one thing: name at the start, value behind it, ids ready to copy.
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
        <div key={label} className="flex flex-col gap-x-6 py-2.5 sm:flex-row sm:items-center">
          <dt className="shrink-0 text-ink-faint sm:w-44">{label}</dt>
          <dd className="flex min-w-0 grow items-center gap-1 text-ink">
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
