// /models: what everything costs, for anybody, signed in or not.
import { ErrorState, LinkButton, PageHeader, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { connection } from 'next/server'
import { PriceList } from '../../prices/price-list'
import { readPrices } from '../../prices/read-prices'

export const metadata: Metadata = { title: 'Models and prices' }

export default async function ModelsPage() {
  await connection()
  const rows = await readPrices()
  return (
    <PlainShell
      width="page"
      actions={
        <LinkButton href={'/docs' as Route} variant="quiet">
          Guides
        </LinkButton>
      }
      footer="A price changes only by announcement, and never for a call under way."
    >
      <div className="space-y-6 pt-6">
        <PageHeader
          title="Models and prices"
          description="The providers’ list prices, without anything on top. The same list is at GET /v1/prices."
        />
        {rows ? (
          <PriceList rows={rows} />
        ) : (
          <ErrorState reason="The gateway did not answer. Prices are unchanged; load the page again in a moment." />
        )}
      </div>
    </PlainShell>
  )
}
