'use client'
// Where payouts go: an account at Stripe, what Stripe still asks, and by when.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Banner, Button, Card, FormError, KeyValueList, Money, Section, type Status, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'
import { dayInWords } from '../../../words/day'
import { ConnectStripeForm } from './connect-stripe-form'
import { countryInWords } from './countries'

type Account = NonNullable<inferRouterOutputs<DeveloperRouter>['payouts']['account']>

const badges: Record<Account['status'], { status: Status; word: string }> = {
  none: { status: 'draft', word: 'Not finished' },
  pending: { status: 'pending', word: 'Stripe is checking' },
  active: { status: 'active', word: 'Ready' },
  restricted: { status: 'paused', word: 'Stripe needs something' },
  rejected: { status: 'refused', word: 'Rejected by Stripe' },
  unsupported: { status: 'refused', word: 'Not supported' },
}

export function PayoutAccountCard({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const { data: account } = useSuspenseQuery(api.payouts.account.queryOptions({ organizationId }))
  return (
    <Section
      title="Where payouts go"
      description="Stripe checks who you are and pays your bank. Farebox never sees your bank account or your identity papers."
    >
      <Card className="space-y-5">
        {account ? (
          <KnownAccount organizationId={organizationId} account={account} />
        ) : (
          <ConnectStripeForm organizationId={organizationId} />
        )}
      </Card>
    </Section>
  )
}

function KnownAccount({ organizationId, account }: { organizationId: string; account: Account }) {
  const { status, words, country, bankLastFour, bankChangedAt, stripeBalance, readAt } = account
  return (
    <>
      <Requirements account={account} />
      <KeyValueList
        items={[
          { label: 'State', value: <StatusBadge status={badges[status].status}>{badges[status].word}</StatusBadge> },
          { label: 'What that means', value: words },
          { label: 'Country', value: countryInWords(country) },
          { label: 'Bank account', value: bankLastFour ? `…${bankLastFour}` : 'None yet' },
          ...(bankChangedAt ? [{ label: 'Bank account changed', value: <TimeStamp at={bankChangedAt} /> }] : []),
          ...(stripeBalance > 0n ? [{ label: 'At Stripe, for your bank', value: <Money amount={stripeBalance} as="balance" /> }] : []),
          { label: 'Last asked Stripe', value: <TimeStamp at={readAt} /> },
        ]}
      />
      <AccountActions organizationId={organizationId} account={account} />
    </>
  )
}

function Requirements({ account: { requirements, requirementsDeadline, isReady } }: { account: Account }) {
  const [asked, waiting] = [requirements.filter((each) => each.needsDeveloper), requirements.filter((each) => !each.needsDeveloper)]
  if (requirements.length === 0) return null
  const deadline = requirementsDeadline ? dayInWords(requirementsDeadline.toISOString().slice(0, 10)) : undefined
  const title = asked.length === 0 ? 'Stripe is checking what you gave' : 'Stripe asks you for'
  return (
    <Banner tone={asked.length > 0 && !isReady ? 'caution' : 'neutral'} title={deadline ? `${title}, by ${deadline}` : title}>
      <ul className="list-disc space-y-1 ps-5">
        {[...asked, ...waiting].map(({ words, deadline: by }) => (
          <li key={words}>
            {words}
            {by ? ` (by ${dayInWords(by.toISOString().slice(0, 10))})` : ''}
          </li>
        ))}
      </ul>
      {deadline && isReady ? <p>Payouts go on until then; afterwards Stripe stops them until it has this.</p> : null}
    </Banner>
  )
}

function AccountActions({ organizationId, account }: { organizationId: string; account: Account }) {
  const api = useApi()
  const cache = useQueryClient()
  const refresh = useMutation(
    api.payouts.refresh.mutationOptions({
      onSuccess: () => {
        toast.success('This is what Stripe says now.')
        void cache.invalidateQueries()
      },
    }),
  )
  const onboard = useMutation(api.payouts.onboard.mutationOptions({ onSuccess: ({ url }) => window.location.assign(url) }))
  const failure = refresh.error ?? onboard.error
  const isAsked = account.requirements.some(({ needsDeveloper }) => needsDeveloper) || account.status === 'none'
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap gap-2">
        <Button
          variant={isAsked ? 'primary' : 'secondary'}
          isLoading={onboard.isPending || onboard.isSuccess}
          onClick={() => onboard.mutate({ organizationId, country: account.country })}
        >
          {isAsked ? 'Continue at Stripe' : 'Change details at Stripe'}
        </Button>
        <Button isLoading={refresh.isPending} onClick={() => refresh.mutate({ organizationId })}>
          Ask Stripe again
        </Button>
      </div>
      {failure ? <FormError {...failureOf(failure)} whatToDo="Nothing was changed. Try again." /> : null}
    </div>
  )
}
