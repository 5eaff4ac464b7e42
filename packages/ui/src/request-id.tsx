// The id under which we find what happened: readable, and copied in one press.
import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'

export function RequestId({ id, className }: { id: string; className?: string }) {
  return (
    <p className={classNames('flex items-center gap-1 text-ink-faint text-xs', className)}>
      Request id <code className="break-all font-mono text-ink-soft">{id}</code>
      <CopyButton text={id} label="Copy request id" />
    </p>
  )
}
