'use client'
// The way through a list by the cursor in the address, `after`: back to its beginning, and on to the page after this one.
import { Pager } from '@farebox/ui'
import { parseAsString, useQueryState } from 'nuqs'

/** A log begins with the newest row; a queue with the one whose turn it is. */
const words = { log: { first: 'Newest', next: 'Older' }, queue: { first: 'First', next: 'Next' } }

export type CursorPagerProps = {
  kind: keyof typeof words
  /** Where the next page begins; nothing while it is not known, and on the last page. */
  next: string | null | undefined
}

export function CursorPager({ kind, next }: CursorPagerProps) {
  const [after, setAfter] = useQueryState('after', parseAsString.withDefault('').withOptions({ history: 'push' }))
  return (
    <Pager
      isFirst={after === ''}
      hasMore={next != null}
      onNewest={() => void setAfter(null)}
      onOlder={() => void setAfter(next ?? null)}
      words={words[kind]}
    />
  )
}
