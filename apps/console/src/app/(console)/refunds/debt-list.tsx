'use client'
// Who owes something: more went back than was left.
import { Money, StatusBadge } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { hrefOfPayer } from '../../../records/href-of-payer'
import { RecordList } from '../../../records/record-list'
import { useApi } from '../../../trpc/client'

export function DebtList() {
  const { data: debts } = useSuspenseQuery(useApi().refunds.debts.queryOptions())
  return (
    <RecordList
      title="Owed to us"
      description="More went back than was left. A wallet spends nothing until its next top-up has repaid it; a developer’s next earnings do. What nobody will pay is written off by an adjustment."
      none="Nobody owes anything."
      rows={debts.map(({ debtor, mode, owed }) => ({
        key: `${mode} ${debtor}`,
        title: <code className="font-mono text-[0.8125rem]">{debtor}</code>,
        href: hrefOfPayer(debtor),
        end: (
          <>
            {mode === 'sandbox' ? <StatusBadge status="sandbox" /> : null}
            <Money amount={owed} as="exact" className="font-medium text-ink" />
          </>
        ),
      }))}
    />
  )
}
