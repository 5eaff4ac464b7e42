// Connected apps: who may spend, how much of the limit is spent, and when it starts again.
import { Card, EmptyState, PageHeader, ProgressBar, StatusBadge } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { clock } from '../../../server/clock'
import type { ConnectedApp } from '../../../trpc/answers'
import { caller } from '../../../trpc/server'
import { hostOf } from '../../../words/host-of'
import { limitLabel, periodShare } from './limit-words'

export const metadata: Metadata = { title: 'Apps' }

export default async function AppsPage() {
  const apps = await (await caller()).connections.list()
  const now = await clock().now()
  return (
    <>
      <PageHeader title="Connected apps" description="Each may spend up to the limit you set, and no more." />
      {apps.length === 0 ? (
        <Card>
          <EmptyState
            title="No app can spend from your wallet"
            why="When you allow an app, it shows here with its limit, and you can stop it at any time."
          />
        </Card>
      ) : (
        <ul className="space-y-4">
          {apps.map((app) => (
            <li key={app.appId}>
              <AppCard app={app} now={now} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function AppCard({ app, now }: { app: ConnectedApp; now: Date }) {
  return (
    <Card className="relative space-y-4 hover:bg-sunken/40">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 className="font-semibold text-ink">
            <Link href={`/apps/${app.appId}` as Route} className="rounded after:absolute after:inset-0">
              {app.appName}
            </Link>
          </h2>
          <p className="truncate text-ink-faint text-sm">{hostOf(app.origin)}</p>
        </div>
        <StatusBadge status={app.status} />
      </div>
      {app.limit === null ? (
        <p className="text-ink-soft text-sm">No limit set. Open it to set one.</p>
      ) : (
        <ProgressBar label={limitLabel(app)} spent={app.spent} limit={app.limit} periodShare={periodShare(app, now)} />
      )}
    </Card>
  )
}
