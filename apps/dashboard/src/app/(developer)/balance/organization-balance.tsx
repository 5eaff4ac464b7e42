'use client'
// What is on the balance, adding to it, and what moved it apart from calls.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { BalanceTicket, Banner, type DataColumn, DataTable, EmptyState, Money, Section, TimeStamp } from '@farebox/ui'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { AddMoneyDialog } from '../../../money/add-money-dialog'
import type { Mode } from '../../../place/mode'
import { useApi } from '../../../trpc/client'
import { AutoTopupCard } from './auto-topup-card'
import { MoneyBack } from './money-back'

type Change = inferRouterOutputs<DeveloperRouter>['organizations']['balance']['history'][number]
type OrganizationBalanceProps = { organizationId: string; organizationName: string; mode: Mode }

const causes: Record<string, string> = {
  'organization_wallet.funded': 'Added by card',
  'topup.received': 'Added by card',
  'sandbox_wallet.funded': 'Play money to begin with',
  'earnings.spent_on_balance': 'Moved from earnings',
  'service.returned': 'Given back by your services',
  'refund.taken': 'Refunded to the card',
  'refund.undone': 'A refund that did not arrive',
  'dispute.frozen': 'Set aside: the payment is disputed',
  'dispute.unfrozen': 'Free again after a dispute',
  'dispute.loss_returned': 'Given back: a lost dispute was reversed',
  'debt.repaid': 'Repaid what was owed',
  'debt.written_off': 'Forgiven: what was owed',
  'charge.reversed': 'A charge given back',
  'goodwill.given': 'Goodwill',
  'balance.corrected': 'Correction',
  'movement.reversed': 'Correction undone',
}

const columns: DataColumn<Change>[] = [
  { id: 'cause', header: 'What', cell: ({ cause, change }) => causes[cause] ?? (change >= 0n ? 'Added' : 'Taken') },
  { id: 'when', header: 'When', cell: ({ at }) => <TimeStamp at={at} /> },
  { id: 'balance', header: 'Balance after', align: 'end', phone: 'detail', cell: ({ balance }) => <Money amount={balance} as="exact" /> },
  {
    id: 'change',
    header: 'Change',
    align: 'end',
    cell: ({ change }) => <Money amount={change} as="exact" negative="parentheses" className="font-medium text-ink" />,
  },
]

export function OrganizationBalance({ organizationId, organizationName, mode }: OrganizationBalanceProps) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.organizations.balance.queryOptions({ organizationId, mode }))
  const addMoney = useMutation(api.organizations.addMoney.mutationOptions())
  return (
    <>
      <div className="max-w-md">
        <BalanceTicket
          label={`${organizationName}’s balance`}
          amount={data.available}
          inUse={data.held}
          note={mode === 'sandbox' ? 'Play money' : 'For keys that bill you'}
          action={
            mode === 'live' ? (
              <AddMoneyDialog
                label="Add money"
                title="Add money to your balance"
                organizationId={organizationId}
                canKeepCard
                start={(amount, saveCard) => addMoney.mutateAsync({ organizationId, amount, saveCard })}
              />
            ) : undefined
          }
        />
      </div>
      {mode === 'sandbox' ? (
        <Banner tone="neutral" title="Nothing to pay here">
          The sandbox starts with $100 of play money. Money is added in live mode only.
        </Banner>
      ) : null}
      {data.unfinished.map(({ id, status, description }) => (
        <Banner
          key={id}
          tone={status === 'quarantined' ? 'critical' : 'caution'}
          title={status === 'quarantined' ? 'A payment is being looked at' : 'A payment is not finished'}
        >
          {description}.{' '}
          {status === 'quarantined' ? 'It was paid, but not as ordered; we credit or return it.' : 'Nothing was charged for it so far.'}
        </Banner>
      ))}
      {mode === 'live' ? (
        <>
          <AutoTopupCard organizationId={organizationId} />
          <MoneyBack organizationId={organizationId} />
        </>
      ) : null}
      <Section title="History" description="What moved the balance, apart from calls: those are in each app’s charges.">
        <DataTable
          caption="History of the balance, newest first"
          rows={data.history}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title="Nothing yet" why="Money you add shows here, with the balance it made." />}
        />
      </Section>
    </>
  )
}
