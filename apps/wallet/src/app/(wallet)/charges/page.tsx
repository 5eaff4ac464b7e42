// Every charge of the wallet, newest first; found by request id where an app showed one.
import { Card, EmptyState, LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { PageLinks } from '../../../tables/page-links'
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
  const newest = appId ? `/charges?app=${encodeURIComponent(appId)}` : '/charges'
  const isFiltered = id !== undefined || appId !== undefined || after !== undefined
  return (
    <>
      <PageHeader
        title="Charges"
        description={
          appId && rows[0] ? `What ${rows[0].appName} charged.` : 'What each call cost, and who got it. Open one for its receipt.'
        }
        action={id || appId ? <LinkButton href="/charges">All charges</LinkButton> : undefined}
      />
      <FindCharge id={id ?? ''} />
      {rows.length === 0 && isFiltered ? (
        <Card>
          <EmptyState
            title="No such charge"
            why="Your wallet has no charge that fits."
            {...(after !== undefined && { action: <LinkButton href={newest as Route}>Newest charges</LinkButton> })}
          />
        </Card>
      ) : (
        <ChargesTable
          caption="Charges, newest first"
          charges={rows}
          pager={<PageLinks newest={newest} isNewest={after === undefined} lastId={hasMore ? rows.at(-1)?.id : undefined} />}
        />
      )}
    </>
  )
}

const one = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)
