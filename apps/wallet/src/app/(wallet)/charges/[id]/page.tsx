// One charge, taken apart: who got what of it, what it was held at, and which money paid.
import { KeyValueList, LinkButton, Money, PageHeader, Receipt, TimeStamp } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'
import { countedUnits } from '../../../../words/counted-units'
import { dayInWords } from '../../../../words/day-in-words'
import { moneySource } from '../../../../words/money-source'
import { outcomeInWords } from '../../../../words/outcome-in-words'
import { percent } from '../../../../words/percent'

export const metadata: Metadata = { title: 'Receipt' }

export default async function ChargePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const charge = await found((await caller()).wallet.charge({ id }))
  return (
    <>
      <PageHeader title="Receipt" breadcrumb={[{ label: 'Charges', href: '/charges' }]} />
      <h2 className="sr-only">What it was made of</h2>
      <Receipt
        receipt={{
          title: charge.appName,
          what: `${charge.service ?? charge.model} · ${countedUnits(charge.usage)}`,
          when: <TimeStamp at={charge.settledAt} />,
          lines: linesOf(charge),
          total: charge.total,
          paidFrom: charge.paidFrom.map(({ kind, since, amount }, place) => ({
            label: moneySource(kind, dayInWords(since)),
            amount,
            ...(place > 0 && { note: 'the rest' }),
          })),
          priceLine: `Price: ${charge.explained}`,
          footer: <p>Every digit is shown: the lines add up to the total.</p>,
        }}
      />
      <KeyValueList
        items={[
          { label: 'Request', value: charge.requestId, copy: charge.requestId },
          { label: 'Charge', value: charge.id, copy: charge.id },
          { label: 'Held at most', value: <Money amount={charge.held} as="exact" /> },
          { label: 'Given back', value: <Money amount={charge.held - charge.total} as="exact" /> },
          ...(charge.reversal
            ? [{ label: `Returned later by ${charge.appName}`, value: <Money amount={charge.reversal.amount} as="exact" /> }]
            : []),
          { label: 'How it ended', value: outcomeInWords(charge.outcome, charge.stopped) },
        ]}
      />
      <p className="max-w-prose text-ink-soft text-sm">
        Something wrong with it? Ask {charge.appName} first, with the request id. If that does not help, ask us with the same id.
      </p>
      <LinkButton href={`/apps/${charge.appId}` as Route}>Limit of {charge.appName}</LinkButton>
    </>
  )
}

type Split = {
  service: string | null
  appName: string
  provider: string
  providerCost: bigint
  margin: bigint
  markup: bigint
  markupBps: number
  base: bigint
  total: bigint
}

/** What an app's own service costs is the app's price, undivided; who got how much of it depends on whose money paid. */
function linesOf(charge: Split) {
  if (charge.service !== null) return [{ label: `${charge.service}, a service of ${charge.appName}`, amount: charge.total }]
  return [
    { label: 'Model provider', amount: charge.providerCost, note: charge.provider },
    { label: 'Farebox margin', amount: charge.margin },
    { label: `Markup of ${charge.appName}`, amount: charge.markup, note: markupNote(charge) },
  ]
}

function markupNote({ markup, markupBps, base }: { markup: bigint; markupBps: number; base: bigint }): string | undefined {
  if (markup === 0n && markupBps > 0 && base > 0n) return 'gifts pay the base cost only'
  return markupBps > 0 ? `${percent(markupBps)} of what your own money paid` : undefined
}
