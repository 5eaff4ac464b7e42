// The way through a list of which each page has an address: back to its newest rows, and on to older ones.
import { LinkButton } from '@farebox/ui'
import type { Route } from 'next'

type PageLinksProps = {
  /** The list from its beginning, with the filter it has. */
  newest: string
  isNewest: boolean
  /** The last row of this page; undefined where no more follow. */
  lastId: string | undefined
}

export function PageLinks({ newest, isNewest, lastId }: PageLinksProps) {
  if (isNewest && lastId === undefined) return null
  return (
    <span className="flex gap-2">
      {isNewest ? null : (
        <LinkButton href={newest as Route} size="small">
          Newest
        </LinkButton>
      )}
      {lastId === undefined ? null : (
        <LinkButton href={`${newest}${newest.includes('?') ? '&' : '?'}after=${lastId}` as Route} size="small">
          Older
        </LinkButton>
      )}
    </span>
  )
}
