'use client'
// Older and newest: lists are read forward by the id of their last row, so a page stays what it was while rows are added.
import { Button } from './button.tsx'

type PagerProps = { isFirst: boolean; hasMore: boolean; onNewest: () => void; onOlder: () => void; words?: { first: string; next: string } }

export function Pager({ isFirst, hasMore, onNewest, onOlder, words = { first: 'Newest', next: 'Older' } }: PagerProps) {
  if (isFirst && !hasMore) return null
  return (
    <span className="flex gap-2">
      <Button size="small" disabled={isFirst} onClick={onNewest}>
        {words.first}
      </Button>
      <Button size="small" disabled={!hasMore} onClick={onOlder}>
        {words.next}
      </Button>
    </span>
  )
}
