// The shape of what is coming, in its own size, so that nothing jumps when it arrives.
import { classNames } from './class-names.ts'

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('skeleton-shimmer block h-4 rounded-md', className)} />
}

export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" aria-label="Loading" className="space-y-2.5">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={`line-${line + 1}`} className={line === lines - 1 ? 'w-2/3' : 'w-full'} />
      ))}
    </div>
  )
}

export function SkeletonTiles({ count = 4 }: { count?: number }) {
  return (
    <div role="status" aria-label="Loading" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {Array.from({ length: count }, (_, tile) => (
        <div key={`tile-${tile + 1}`} className="space-y-3 rounded-card border border-line bg-surface p-5">
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="h-7 w-28" />
        </div>
      ))}
    </div>
  )
}
