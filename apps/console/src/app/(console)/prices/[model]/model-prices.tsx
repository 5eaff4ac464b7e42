'use client'
// The prices of one model, and the two deeds: announce a new one, withdraw one that has not begun.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Banner, Button, Card, EmptyState, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { useApi } from '../../../../trpc/client'
import { AnnounceDialog } from './announce-dialog'
import { PriceDiff } from './price-diff'
import { PriceLines } from './price-lines'

export function ModelPrices({ model, role }: { model: string; role: OperatorRole }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: table } = useSuspenseQuery(api.prices.table.queryOptions())
  const { data: history } = useSuspenseQuery(api.prices.history.queryOptions({ model }))
  const onSuccess = () => cache.invalidateQueries(api.prices.pathFilter())
  const withdraw = useMutation(api.prices.withdraw.mutationOptions({ onSuccess }))
  const row = table.find((each) => each.model === model)
  if (!row) return <EmptyState title="No such model" why="The catalogue has no model with this name." />
  const { inForce, announced, listed, changes, isService } = row
  const mayChange = !isService && roleMay(role, 'prices.change')
  return (
    <>
      {announced ? (
        <Banner
          title="A new price is announced"
          action={
            mayChange ? (
              <DeedDialog
                title="Withdraw the announced price?"
                effect="The price in force goes on. Nobody was charged by the announced one."
                confirmLabel="Withdraw"
                done="The announced price is withdrawn."
                onConfirm={(reason) => withdraw.mutateAsync({ priceVersionId: announced.id, reason })}
                trigger={<Button size="small">Withdraw</Button>}
              />
            ) : undefined
          }
        >
          It starts <TimeStamp at={announced.startsAt} />.
        </Banner>
      ) : null}
      <Section
        title={announced ? 'From now on, and then' : 'In force'}
        description={inForce ? `From ${inForce.source}.` : 'Without a price, this model cannot be called.'}
        action={mayChange && !announced ? <AnnounceDialog row={row} onAnnounced={onSuccess} /> : undefined}
      >
        <PriceLines lines={inForce?.lines ?? []} next={announced?.lines} />
      </Section>
      {isService ? null : (
        <Section title="The price list today" description={listed ? listed.source : 'The list does not know this model any more.'}>
          <Card isFlush>
            {changes.length > 0 ? (
              <PriceDiff changes={changes} />
            ) : (
              <EmptyState title="No difference" why="What is in force or announced is what the list says." />
            )}
          </Card>
        </Section>
      )}
      <Section title="Every price it had" description="A charge keeps the version it was priced by.">
        <ol className="space-y-3">
          {history.map((version) => (
            <li key={version.id}>
              <Card className="space-y-3">
                <p className="flex flex-wrap items-center gap-3 text-sm">
                  {version.id === inForce?.id ? <StatusBadge status="active">In force</StatusBadge> : null}
                  {version.id === announced?.id ? <StatusBadge status="pending">Announced</StatusBadge> : null}
                  <span>
                    Starts: <TimeStamp at={version.startsAt} />
                    {version.endsAt ? (
                      <>
                        . Ends: <TimeStamp at={version.endsAt} />
                      </>
                    ) : null}
                    . Source: {version.source}
                  </span>
                </p>
                <PriceLines lines={version.lines} isBare />
              </Card>
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}
