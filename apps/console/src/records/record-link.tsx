// A link to a record's page, named by its id unless there is a better name.
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'

const folders = { user: 'users', wallet: 'wallets', organization: 'organizations', app: 'apps', charge: 'charges', payout: 'payouts' }

export function RecordLink({ kind, id, children }: { kind: keyof typeof folders; id: string; children?: ReactNode }) {
  return (
    <Link href={`/${folders[kind]}/${id}` as Route} className="wrap-anywhere text-accent-ink underline underline-offset-4">
      {children ?? <code className="font-mono text-[0.8125rem]">{id}</code>}
    </Link>
  )
}
