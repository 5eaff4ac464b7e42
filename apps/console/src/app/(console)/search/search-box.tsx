'use client'
// The box and what it found. An id stays in the address, so that it can be shared; a mail address does not.
import { Badge, Button, Card, EmptyState, Skeleton, TextField } from '@farebox/ui'
import { skipToken, useQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { hrefOfHit } from '../../../records/href-of-hit'
import { ListError } from '../../../tables/list-error'
import { useApi } from '../../../trpc/client'

export function SearchBox() {
  const [shared, setShared] = useQueryState('for', parseAsString.withDefault('').withOptions({ history: 'push' }))
  const [typed, setTyped] = useState(shared)
  const [asked, setAsked] = useState(shared)
  const found = useQuery(useApi().search.byId.queryOptions(asked ? { text: asked } : skipToken))
  const ask = () => {
    const text = typed.trim()
    setAsked(text)
    void setShared(text === '' || text.includes('@') ? null : text)
  }
  return (
    <>
      <search>
        <form
          className="flex flex-col gap-3 sm:flex-row sm:items-end"
          onSubmit={(event) => {
            event.preventDefault()
            ask()
          }}
        >
          <div className="grow">
            <TextField
              label="Id or mail address"
              value={typed}
              placeholder="ch_…, wal_…, tr_…, user_123"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
          <Button type="submit" variant="primary" isLoading={found.isFetching}>
            Search
          </Button>
        </form>
      </search>
      {found.isLoading ? <Skeleton className="h-24" /> : null}
      {found.isError ? <ListError error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? (
        <Card isFlush>
          {found.data.hits.length === 0 ? (
            <EmptyState title="Nothing has this id" why="Ids are found whole. Check for a missing letter at the end." />
          ) : (
            <ul className="divide-y divide-line">
              {found.data.hits.map((hit) => (
                <li
                  key={`${hit.kind}-${hit.id}`}
                  className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-sm hover:bg-sunken sm:px-5"
                >
                  <Badge>{hit.kind.replaceAll(/([A-Z])/g, ' $1').toLowerCase()}</Badge>
                  <Link href={hrefOfHit(hit) as Route} className="wrap-anywhere font-medium text-ink after:absolute after:inset-0">
                    {hit.title}
                  </Link>
                  <span className="wrap-anywhere text-ink-soft">{hit.detail}</span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      ) : null}
    </>
  )
}
