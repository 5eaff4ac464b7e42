'use client'
// One charge at the side of the list: its receipt, and how it went.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { ErrorState, KeyValueList, Money, Receipt, Sheet, SkeletonText, TimeStamp } from '@farebox/ui'
import { skipToken, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { percent } from '../../../../../words/percent'
import { countedUnits } from '../../../../../words/tokens'

type Charge = inferRouterOutputs<DeveloperRouter>['usage']['charge']
type ChargeSheetProps = { appId: string; mode: Mode; id: string; onClose: () => void }

export function ChargeSheet({ appId, mode, id, onClose }: ChargeSheetProps) {
  const api = useApi()
  const charge = useQuery(api.usage.charge.queryOptions(id ? { appId, mode, id } : skipToken))
  const app = useQuery(api.apps.find.queryOptions({ appId, mode }))
  const failure = charge.error ? failureOf(charge.error) : undefined
  return (
    <Sheet
      title="Receipt"
      description="As the payer sees it, with your part."
      open={id !== ''}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
    >
      {charge.data ? <ChargeDetails charge={charge.data} appName={app.data?.name ?? 'App'} /> : null}
      {charge.isLoading ? <SkeletonText lines={6} /> : null}
      {failure ? (
        <ErrorState
          reason={failure.message}
          onRetry={() => void charge.refetch()}
          {...(failure.requestId && { requestId: failure.requestId })}
        />
      ) : null}
    </Sheet>
  )
}

const kinds = { grant: 'Your grant', promotion: 'Promotion', topup: 'Own money' }

function ChargeDetails({ charge, appName }: { charge: Charge; appName: string }) {
  return (
    <div className="space-y-6">
      <Receipt
        receipt={{
          title: appName,
          what: `${charge.model}, ${countedUnits(charge.usage)}`,
          when: <TimeStamp at={charge.settledAt} />,
          lines: [
            { label: `Provider (${charge.provider})`, amount: charge.providerCost },
            { label: 'Farebox margin', amount: charge.margin },
            { label: 'Your markup', amount: charge.markup, note: markupNote(charge) },
          ],
          total: charge.total,
          paidFrom: charge.sources.map(({ kind, amount }) => ({
            label: charge.externalUserId ? kinds[kind] : 'Organization balance',
            amount,
          })),
          priceLine: `Price: ${charge.explained}`,
          footer: <p>Base cost and markup add up to the total, to the microcent.</p>,
        }}
      />
      <KeyValueList
        items={[
          { label: 'Charge', value: charge.id, copy: charge.id },
          { label: 'Request', value: charge.requestId, copy: charge.requestId },
          charge.externalUserId
            ? { label: 'User', value: charge.externalUserId, copy: charge.externalUserId }
            : { label: 'Paid by', value: 'Your organization' },
          { label: 'Reserved at most', value: <Money amount={charge.held} as="exact" /> },
          { label: 'Outcome', value: outcomeInWords(charge) },
        ]}
      />
    </div>
  )
}

function outcomeInWords({ outcome, stopped }: Charge): string {
  const words = [outcome, stopped && `stopped: ${stopped}`].filter(Boolean).join(', ').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function markupNote({ markup, markupBps, base }: Charge): string | undefined {
  if (markupBps === 0) return 'None is charged to your own organization'
  if (markup === 0n && base > 0n) return 'Grants pay base cost only'
  return `${percent(markupBps)} of what was paid with the user’s own money`
}
