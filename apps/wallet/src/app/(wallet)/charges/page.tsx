// Every charge of the wallet, newest first; found by request id where an app showed one.
import { Card, EmptyState, LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { caller } from '../../../trpc/server'
import { ChargesTable } from './charges-table'
import { FindCharge } from './find-charge'

export const metadata: Metadata = { title: 'Charges' }

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const LIMIT = 50

export default async function ChargesPage({ searchParams }: PageProps) {
  const search = await searchParams
  const [id, appId, after] = [one(search.id), one(search.app), one(search.after)]
  const { rows, hasMore } = await (await caller()).wallet.charges({ id, appId, after, limit: LIMIT })
  const older = hasMore ? `/charges?${new URLSearchParams({ ...(appId && { app: appId }), after: rows.at(-1)?.id ?? '' })}` : undefined
  const isFiltered = id !== undefined || appId !== undefined || after !== undefined
  return (
    <>
      <PageHeader
        title="Charges"
        description={
          appId && rows[0] ? `What ${rows[0].appName} charged.` : 'What each call cost, and who got it. Open one for its receipt.'
        }
      />
      <FindCharge id={id ?? ''} />
      {rows.length === 0 && isFiltered ? (
        <Card>
          <EmptyState
            title="No such charge"
            why="Your wallet has no charge that fits."
            action={<LinkButton href="/charges">All charges</LinkButton>}
          />
        </Card>
      ) : (
        <ChargesTable caption="Charges, newest first" charges={rows} pager={<Pages isFirst={!isFiltered} older={older} />} />
      )}
    </>
  )
}

function Pages({ isFirst, older }: { isFirst: boolean; older: string | undefined }) {
  if (isFirst && !older) return null
  return (
    <span className="flex gap-2">
      {isFirst ? null : (
        <LinkButton href="/charges" size="small">
          Newest
        </LinkButton>
      )}
      {older ? (
        <LinkButton href={older as Route} size="small">
          Older
        </LinkButton>
      ) : null}
    </span>
  )
}

const one = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)
